"""What the parts that make answers say in English, and how it is told in French.

`{}` are the places of what is put in, in this order unless they are numbered; what is `told` is a
sentence or a name of this list itself. What is not here is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

_ALIGNED: Mapping[str, str] = {
    "The source says it in these words.": "La source le dit en ces mots.",
    "The source says it in nearly these words.": "La source le dit à peu près en ces mots.",
    "No passage says anything like it.": "Aucun passage ne dit rien de tel.",
    "The source says nothing like it.": "La source ne dit rien de tel.",
    "No passage that it names says so, and another is only like it.": "Aucun passage qu’elle nomme "
    "ne le dit, et un autre s’en approche seulement.",
    "there is nothing to check.": "il n’y a rien à vérifier.",
    "It leans on the sentence before it, and the source does not name {}.": "Elle s’appuie sur la "
    "phrase qui la précède, et la source ne nomme pas {}.",
    "“{}” against “{}”": "« {} » au lieu de « {} »",
    "“{}” is not in the source": "« {} » n’est pas dans la source",
    "“{}” is not said in these words": "« {} » n’est pas dit en ces mots",
    "“{}” is named only around it": "« {} » n’est nommé qu’aux alentours",
    "“{}” is said only around it": "« {} » n’est dit qu’aux alentours",
    "“{}” counts something else there": "« {} » y compte autre chose",
    "“{}” does not stand by “{}” there": "« {} » n’y accompagne pas « {} »",
    "“{}” stands elsewhere": "« {} » est placé ailleurs",
    "“{}” has another part there": "« {} » y joue un autre rôle",
    "“{}” leaves out “{}”": "« {} » omet « {} »",
    "“{}” joins what is said apart": "« {} » réunit ce qui est dit séparément",
    "“{}” takes a pronoun for its noun": "« {} » prend un pronom pour son nom",
    "“{}” stands on the other side of the comparison": "« {} » est de l’autre côté de la "
    "comparaison",
    "the bound on “{}” is the opposite": "la limite posée à « {} » est inverse",
    "the source puts a bound on “{}”": "la source pose une limite à « {} »",
    "the source puts no bound on “{}”": "la source ne pose pas de limite à « {} »",
    "the source has few of its words": "la source a peu de ses mots",
    "the source has no “{}”": "la source n’a pas de « {} »",
    "the source says “{}”": "la source dit « {} »",
    "the source says “{}” here": "la source dit ici « {} »",
    "the source says “{}” of it": "la source dit « {} » à ce propos",
    "the source says “{} to”: it was to happen": "la source dit « {} to » : cela devait arriver",
    "the source says “{}”, not that it was done to them": "la source dit « {} », non que cela leur "
    "a été fait",
    "the source begins with “{}”": "la source commence par « {} »",
    "the source goes on “{}”": "la source poursuit : « {} »",
    "the source does not give these words to “{}”": "la source n’attribue pas ces mots à « {} »",
    "in the source somebody says it": "dans la source, c’est quelqu’un qui le dit",
    "it says the same": "elle dit la même chose",
    "one that the model named in words of its own": "une partie que le modèle a nommée dans ses "
    "propres mots",
}
_DATES: Mapping[str, str] = {
    "corrected by hand": "corrigé à la main",
    "sidecar": "fiche jointe",
    "page metadata": "métadonnées de la page",
    "document metadata": "métadonnées du document",
    "front matter": "en-tête du fichier",
    "byline": "signature",
    "dateline": "ligne de date",
    "first lines": "premières lignes",
    "first page": "première page",
}
_ASKED: Mapping[str, str] = {
    "The question is empty: say what you want to know.": "La question est vide : dites ce que vous "
    "voulez savoir.",
    "The question has {} characters and at most {} are read: ask something shorter, and ingest a "
    "long text as a document instead.": "La question a {} caractères et {} au plus sont lus : "
    "posez-en une plus courte, et ajoutez un long texte comme document.",
    "{} takes a date as YYYY, YYYY-MM or YYYY-MM-DD, not {}.": "« {} » demande une date, AAAA, "
    "AAAA-MM ou AAAA-MM-JJ, et non {}.",
    "No day is both since {} and until {}.": "Aucun jour n’est à la fois depuis le {} et jusqu’au "
    "{}.",
    "This conversation went on in another tab: open it from the list, then try again.": "Cette "
    "conversation a continué dans un autre onglet : ouvrez-la dans la liste, puis réessayez.",
    "There is no such conversation: it may have been removed.": "Cette conversation n’existe pas : "
    "elle a pu être oubliée.",
    "There is nothing to see here: it was removed, or it is somebody else's and not shared.": "Il "
    "n’y a rien à voir ici : cela a été retiré, ou appartient à quelqu’un d’autre sans être "
    "partagé.",
    "There is no collection {}; there are: {}.": "Il n’y a pas de collection {} ; il y a : {}.",
    "There is no draft: paste a text, or give a file.": "Il n’y a pas de texte : collez-en un, ou "
    "donnez un fichier.",
    "The draft holds no text: give one with sentences to check.": "Le texte est vide : donnez-en "
    "un qui a des phrases à vérifier.",
    "The draft has {} characters and at most {} are read: check it in parts.": "Le texte a {} "
    "caractères et {} au plus sont lus : vérifiez-le par parties.",
    "The library holds no documents yet: add some with 'footnoted ingest PATH', then check the "
    "draft again.": "La bibliothèque ne contient encore aucun document : ajoutez-en avec "
    "« footnoted ingest CHEMIN », puis vérifiez le texte de nouveau.",
    "A comment has at most {} characters: shorten it.": "Un commentaire a au plus {} caractères : "
    "raccourcissez-le.",
    "An ingest into this collection is going on; wait until it has ended.": "Un ajout à cette "
    "collection est en cours ; attendez qu’il soit fini.",
}
_FILES: Mapping[str, str] = {
    "{} The version ingested before is kept.": "{:told} La version d’avant est gardée.",
    "{} is empty.": "{} est vide.",
    "{} contains no text.": "{} ne contient pas de texte.",
    "{} contains no text; it may be a scan, which needs OCR first.": "{} ne contient pas de "
    "texte ; c’est peut-être un scan, qu’il faut d’abord passer à l’OCR.",
    "{} does not say which letters its signs are; it needs OCR first.": "{} ne dit pas à quelles "
    "lettres ses signes répondent ; il faut d’abord le passer à l’OCR.",
    "{} is a damaged or cut off PDF.": "{} est un PDF endommagé ou tronqué.",
    "{} is a damaged or cut off PDF: its end is missing.": "{} est un PDF endommagé ou tronqué : "
    "il y manque la fin.",
    "{} is a damaged PDF: page {} cannot be read.": "{} est un PDF endommagé : la page {} est "
    "illisible.",
    "{} has no pages.": "{} n’a pas de pages.",
    "{} is encrypted and needs a password; save a copy without one.": "{} est chiffré et demande "
    "un mot de passe ; enregistrez-en une copie sans mot de passe.",
    "{} is encrypted in a way that cannot be opened; save a copy without it.": "{} est chiffré "
    "d’une façon qui ne s’ouvre pas ; enregistrez-en une copie non chiffrée.",
    "{} is encrypted; save a copy without a password.": "{} est chiffré ; enregistrez-en une copie "
    "sans mot de passe.",
    "{} is a damaged DOCX file.": "{} est un fichier DOCX endommagé.",
    "{} is a damaged or cut off DOCX file.": "{} est un fichier DOCX endommagé ou tronqué.",
    "{} is a damaged or cut off archive.": "{} est une archive endommagée ou tronquée.",
    "{} is an archive; unpack it and name what it holds.": "{} est une archive ; décompressez-la "
    "et donnez ce qu’elle contient.",
    "{} is {}, which cannot be read; save it as PDF or DOCX.": "{} est {:told}, illisible ici ; "
    "enregistrez-en une copie en PDF ou en DOCX.",
    "an Excel workbook": "un classeur Excel",
    "a PowerPoint presentation": "une présentation PowerPoint",
    "an EPUB book": "un livre EPUB",
    "an OpenDocument file": "un fichier OpenDocument",
    "{} is an old Office file; save it as DOCX or PDF.": "{} est un ancien fichier Office ; "
    "enregistrez-le en DOCX ou en PDF.",
    "{} is a Rich Text file; save it as DOCX or PDF.": "{} est un fichier RTF ; enregistrez-le en "
    "DOCX ou en PDF.",
    "{} is not a {} file, or is damaged.": "{} n’est pas un fichier {}, ou est endommagé.",
    "{} is a binary file, not text, HTML, PDF or DOCX.": "{} est un fichier binaire, ni texte, ni "
    "HTML, ni PDF, ni DOCX.",
    "{} is larger than {} MB; split it into smaller files.": "{} dépasse {} Mo ; divisez-le en "
    "fichiers plus petits.",
    "{} does not exist any more, or never did.": "{} n’existe plus, ou n’a jamais existé.",
    "{} cannot be read: you have no permission.": "{} ne peut être lu : vous n’en avez pas le "
    "droit.",
    "The file does not exist any more.": "Le fichier n’existe plus.",
}
_MODELS: Mapping[str, str] = {
    "The model server {}": "Le serveur du modèle {}",
    "The model {}": "Le modèle {}",
    "{} was silent for {} seconds: ask again, or raise llm.timeout for a slow one.": "{:told} est "
    "resté muet {} secondes : redemandez, ou augmentez llm.timeout s’il est lent.",
    "{} took more than {} seconds: ask again, or raise llm.longest for a slow one.": "{:told} a "
    "mis plus de {} secondes : redemandez, ou augmentez llm.longest s’il est lent.",
    "{} was silent for too long: ask again.": "{:told} est resté muet trop longtemps : redemandez.",
    "{} failed with {}: ask again.": "{:told} a échoué ({}) : redemandez.",
    "{} failed (status {}): {}": "{:told} a échoué (statut {}) : {}",
    "{} broke off its answer: {}": "{:told} a interrompu sa réponse : {}",
    "{} broke off in the middle of its answer: ask again.": "{:told} s’est interrompu au milieu de "
    "sa réponse : redemandez.",
    "{} cannot be reached: is it running, is {}.base_url right?": "{:told} est injoignable : "
    "tourne-t-il, {}.base_url est-il juste ?",
    "{} refused the key: check {}.api_key.": "{:told} a refusé la clé : vérifiez {}.api_key.",
    "{} refused the key: check {}.api_key or OPENAI_API_KEY.": "{:told} a refusé la clé : vérifiez "
    "{}.api_key ou OPENAI_API_KEY.",
    "{} refuses to answer this.": "{:told} refuse de répondre à cela.",
    "{} turned the request away as one too many: ask again later.": "{:told} a écarté la demande, "
    "une de trop : redemandez plus tard.",
    "{} turned the request away as one too many: ask again in {} seconds.": "{:told} a écarté la "
    "demande, une de trop : redemandez dans {} secondes.",
    "{} can read fewer tokens than it was sent: set llm.window to what it was started with.": "Le "
    "texte envoyé est trop long pour lui : {:told}. Donnez à llm.window la valeur avec laquelle "
    "il a été lancé.",
    "OpenAI needs a key: set OPENAI_API_KEY or {}.api_key.": "OpenAI demande une clé : définissez "
    "OPENAI_API_KEY ou {}.api_key.",
    "The model's reply holds no sentence of an answer: ask again.": "La réponse du modèle ne "
    "contient aucune phrase qui réponde : redemandez.",
}
_PEOPLE: Mapping[str, str] = {
    "Nobody has signed in: open the page, or send a key to the API.": "Personne ne s’est "
    "connecté : ouvrez la page, ou envoyez une clé à l’API.",
    "This was sent from a page of another site, so nothing was done: open Footnoted itself, and "
    "try there.": "Ceci a été envoyé depuis la page d’un autre site, et rien n’a été fait : ouvrez "
    "Footnoted même, et réessayez là.",
    "More than {} questions were asked in a minute: wait {} seconds, and try again.": "Plus de {} "
    "questions ont été posées en une minute : attendez {} secondes, puis réessayez.",
    "More than {} questions were asked in a minute: wait {} second, and try again.": "Plus de {} "
    "questions ont été posées en une minute : attendez {} seconde, puis réessayez.",
    "A request has at most {} bytes: send less, or ingest a file.": "Une requête a au plus {} "
    "octets : envoyez-en moins, ou ajoutez un fichier à la bibliothèque.",
    "The upload is broken: try again.": "L’envoi a été interrompu : réessayez.",
    "At most {} files are taken at once: send fewer.": "{} fichiers au plus sont acceptés à la "
    "fois : envoyez-en moins.",
    "{} has more than {} MB: files up to {} MB are taken.": "{} a plus de {} Mo : les fichiers "
    "sont acceptés jusqu’à {} Mo.",
    "Too much was uploaded in the last hour: try again later.": "Trop de données ont été envoyées "
    "depuis une heure : réessayez plus tard.",
}
_CORRECTED: Mapping[str, str] = {
    "The {} must be {}, not {}.": "Le champ « {:told} » doit être {:told}, et non {}.",
    "The {} has at most {} characters, not {}.": "Le champ « {:told} » a au plus {} caractères, et "
    "non {}.",
    "A name has at most {} characters.": "Un nom a au plus {} caractères.",
    "title": "titre",
    "publisher": "éditeur",
    "published": "publié",
    "language": "langue",
    "url": "adresse",
    "a date as YYYY, YYYY-MM or YYYY-MM-DD": "une date, AAAA, AAAA-MM ou AAAA-MM-JJ",
    "a tag such as 'en'": "un code comme « en »",
    "an address that begins with http:// or https://": "une adresse en http ou en https",
}
_KEPT: Mapping[str, str] = {
    "There is no answer here: this is a draft that was checked.": "Il n’y a pas de réponse ici : "
    "c’est un texte qui a été vérifié.",
    "The disk is full: free some space, then try again.": "Le disque est plein : libérez de la "
    "place, puis réessayez.",
    "The file cannot be written: {}.": "Le fichier ne peut pas être écrit : {}.",
    "The disk that holds {} is full: free some space, then try again; what was ingested "
    "before is kept.": "Le disque qui porte {} est plein : libérez de la place, puis recommencez ; "
    "ce qui avait été ajouté est gardé.",
}
_SLACK: Mapping[str, str] = {
    "Slack refuses {}: {}.": "Slack refuse {} : {}.",
    "Slack takes no more calls of {} for {} seconds.": "Slack ne prend plus d’appels de {} pendant "
    "{} secondes.",
    "Slack does not answer {}: {}.": "Slack ne répond pas à {} : {}.",
}
SENTENCES: Mapping[str, str] = {
    **_ALIGNED,
    **_DATES,
    **_ASKED,
    **_FILES,
    **_MODELS,
    **_PEOPLE,
    **_CORRECTED,
    **_KEPT,
    **_SLACK,
}
