"""The closed word lists by which questions are read without a model; all entries are lower case."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


QUESTION_WORDS = _words("who what when where why how which whose whom")
AUXILIARIES = _words(
    """do does did is are was were am be been being has have had will would can could shall should
    may might must didn't doesn't don't isn't aren't wasn't weren't hasn't haven't hadn't
    won't wouldn't can't couldn't shouldn't cannot"""
)
DO_FORMS = _words(
    "do does did don't doesn't didn't will would can could shall should may might must"
)
BE_FORMS = _words("is are was were am be been isn't aren't wasn't weren't")
DETERMINERS = _words("the a an some any no every each all both another several many few much most")
POINTERS = _words("this that these those")
PREPOSITIONS = _words(
    """in on at of for from to with by about against between during after before since until under
    over into onto through near within without among across around toward towards regarding
    concerning besides than as per via amid despite inside outside like off out up down
    behind beyond throughout along"""
)
PLACE_PREPOSITIONS = _words("in near across throughout inside outside around at")
CONJUNCTIONS = _words("and or but nor because if whether while although though so yet that")
PRONOUNS = _words(
    """i you he she it we they me him her us them my your his its our their mine yours hers ours
    theirs myself yourself himself herself itself ourselves themselves someone somebody
    anyone anybody everyone everybody nobody something anything everything nothing one ones
    none there here"""
)
ADVERBS = _words(
    """not only also too again already yet still ever never now today then there here just even
    soon later ago once twice instead together else more less very really actually exactly
    finally recently always often well away back apart alone maybe perhaps however meanwhile
    ever anywhere somewhere elsewhere further afterwards afterward beforehand so please"""
)
CLOSED = (
    QUESTION_WORDS
    | AUXILIARIES
    | DETERMINERS
    | POINTERS
    | PREPOSITIONS
    | CONJUNCTIONS
    | PRONOUNS
    | ADVERBS
)

# Bare verbs that are seldom nouns, and those that are as often nouns.
VERBS = _words(
    """affect reverse accept accuse achieve act add admit agree allow announce appear apply appoint
    approve argue arrest arrive ask assume avoid become begin believe belong bring build buy
    call capture carry catch choose close collapse collect come condemn confirm consider
    contain continue create criticise criticize decide declare defend defeat deliver
    demolish deny depend describe destroy develop die disappear discover discuss earn elect
    emerge enjoy enter establish evacuate exist expect expel explain fail feel find finish
    flee follow forget form found gain get give go grow happen have hear hold hurt ignore
    impose improve include increase inform insist intend introduce invade invent invest
    invite join keep kill know launch learn leave lead let live lose make marry mean meet
    mention negotiate obtain occur open oppose organise organize originate participate
    perform persuade point postpone praise prefer prepare prevent produce propose protect
    prove provide publish pull put quit reach react read realise realize receive recommend
    recover refer refuse reject remain remember remove replace reply represent require
    resign respond retire reveal say see seem sell send serve settle sign sing speak spend
    stand start state stay stop succeed suffer suggest take teach tell think threaten throw
    try understand use violate warn wear win withdraw write abandon allege attend break
    cancel commit conclude conduct convince cost cover cut demand disband disagree donate
    drive draw eat employ end expand extend fall fight fire fix graduate grab handle hire
    hit inherit injure investigate issue lift lie lay maintain manage move need offer
    operate order pass pay play prompt promise push raise record recruit release report
    retreat return rise ruin run seize sentence separate set shoot show shut sink sit solve
    split spread steal strengthen strike struggle sue support survive suspend talk test tour
    train travel treat trigger turn visit vote wait walk want warn work help plan claim
    compete compose perform star write direct film score rank promote compare influence
    inspire"""
)
ALSO_NOUNS = _words(
    """act approach attack attempt ban bid break call cause change charge claim comment cost cover
    cut deal debate demand drop effect end fall fight film fire force form gain help hit
    hope increase influence interest issue lead march mention move need offer order plan
    play plot point praise promise protest push rank rate record release reply report result
    return rise run score sentence set show sign split spread stand star start state stay
    stop strike struggle support survey talk test tour trade train travel treat try turn use
    visit vote walk win work found lie open retreat strike prompt"""
)
BARE_VERBS = VERBS | ALSO_NOUNS
PAST = dict(
    pair.split(":")
    for pair in """become:became begin:began break:broke bring:brought build:built buy:bought
    catch:caught choose:chose come:came cost:cost cut:cut do:did draw:drew drive:drove eat:ate
    fall:fell feel:felt fight:fought find:found flee:fled forget:forgot get:got give:gave go:went
    grow:grew have:had hear:heard hit:hit hold:held hurt:hurt keep:kept know:knew lay:laid lead:led
    leave:left let:let lie:lay lose:lost make:made mean:meant meet:met pay:paid put:put quit:quit
    read:read rise:rose run:ran say:said see:saw sell:sold send:sent set:set shoot:shot show:showed
    shut:shut sing:sang sink:sank sit:sat speak:spoke spend:spent split:split spread:spread
    stand:stood steal:stole strike:struck take:took teach:taught tell:told think:thought
    throw:threw understand:understood wear:wore win:won withdraw:withdrew write:wrote
    admit:admitted commit:committed occur:occurred refer:referred expel:expelled
    prefer:preferred""".split()
)
PARTICIPLES = frozenset(PAST.values()) | _words(
    """born begun broken chosen come done drawn driven eaten fallen forgotten given gone grown
    known lain risen run seen shown spoken stolen sung sunk taken thrown worn written beaten
    held"""
)
SAYING = _words(
    """said say says told tell tells suggested announced argued added warned insisted claimed
    denied explained replied stated wrote believes believed thinks thought called asked
    vowed admitted acknowledged tweeted criticised criticized rejected resigned died married
    born"""
)
EVENT_VERBS = _words(
    "happen happened start begin end last occur take took cost finish started began"
)

TITLES = _words(
    """mr mrs ms miss dr prof professor sir dame lord lady president minister premier chancellor
    king queen prince princess pope general gen col colonel captain capt major maj lt sgt
    sergeant judge justice senator sen rep representative governor gov mayor secretary
    ambassador commissioner spokesman spokeswoman spokesperson commander chief chairman
    chairwoman director coach rabbi imam bishop archbishop cardinal sheikh chair admiral
    inspector detective"""
)
PERSON_NOUNS = TITLES | _words(
    """leader head deputy boss man woman boy girl wife husband mother father son daughter brother
    sister author writer singer actor actress player striker artist politician candidate
    lawyer doctor officer official soldier reporter journalist editor driver owner founder
    chairperson adviser advisor aide envoy diplomat economist analyst expert scientist
    researcher teacher student victim suspect witness killer winner champion prime-minister
    person ceo lawmaker prosecutor pilot farmer nurse director producer composer guitarist
    drummer emperor heir duke"""
)
FEMALE_NOUNS = _words(
    """mrs ms miss dame lady queen princess woman girl wife mother daughter sister actress
    spokeswoman chairwoman duchess empress"""
)
MALE_NOUNS = _words(
    """mr sir lord king prince pope man boy husband father son brother spokesman chairman duke
    emperor imam bishop cardinal sheikh"""
)
GROUP_NOUNS = _words(
    """government party band team army police company council committee union group parliament
    country family ministry bank court commission club firm force navy junta regime
    opposition crew public staff cabinet coalition league couple community agency
    association orchestra"""
)
ORGANISATION_WORDS = _words(
    """party ministry council bank university college school inc ltd corp corporation company group
    union agency committee commission court association institute federation league club
    team fc army navy force forces police parliament senate congress assembly government
    department office board foundation society church nations trust party orchestra records
    band times post"""
)
PLACE_WORDS = _words(
    """city river island islands province sea street road republic kingdom states county valley
    mountain mountains lake bay town village district region port harbour harbor coast park
    airport desert sahel ocean peninsula square bridge"""
)
BANDS = _words(
    "band team group club company party force organisation organization agency firm duo trio"
)
PEOPLE_NOUNS = PERSON_NOUNS | _words(
    """member people rebel troop resident soldier refugee migrant civilian critic fan child kid
    parent couple scientist protester striker worker farmer voter ally opponent junta
    peacekeeper"""
)
COMPASS = _words("north south east west northern southern eastern western central")
# Heads too empty to be what a follow-up is about.
EMPTY_HEADS = _words(
    """source question answer document article thing way kind type sort lot part aspect fact
    example result reason other one same first last rest end fact information detail time
    year day month week name number amount case matter point topic more most side next blame"""
)

MONTHS = _words(
    """january february march april may june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec"""
)
WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
NOW_UNITS = _words(
    "year month week season century morning evening weekend spring summer autumn fall winter"
)
PERIODS = NOW_UNITS | _words("day time period decade era night date point")
