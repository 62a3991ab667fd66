"""Which names are places, peoples, men or women: short lists of common ones, lower case."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(name.replace("_", " ") for name in text.split())


PLACES = _names(
    """afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain
    bangladesh belarus belgium benin bolivia bosnia botswana brazil britain bulgaria
    burkina_faso burundi cambodia cameroon canada chad chile china colombia congo croatia
    cuba cyprus denmark ecuador egypt england eritrea estonia ethiopia finland france gabon
    gambia georgia germany ghana greece guatemala guinea haiti honduras hungary iceland
    india indonesia iran iraq ireland israel italy ivory_coast jamaica japan jordan
    kazakhstan kenya kosovo kuwait laos latvia lebanon liberia libya lithuania luxembourg
    madagascar malawi malaysia mali malta mauritania mexico moldova mongolia montenegro
    morocco mozambique myanmar namibia nepal netherlands new_zealand nicaragua niger nigeria
    north_korea norway oman pakistan palestine panama paraguay peru philippines poland
    portugal qatar romania russia rwanda saudi_arabia scotland senegal serbia sierra_leone
    singapore slovakia slovenia somalia south_africa south_korea south_sudan spain sri_lanka
    sudan sweden switzerland syria taiwan tanzania thailand togo tunisia turkey uganda
    ukraine uruguay uzbekistan venezuela vietnam wales yemen zambia zimbabwe africa asia
    europe america antarctica paris london berlin brussels athens moscow kyiv kiev beijing
    tokyo washington rome madrid vienna geneva bamako dakar niamey abuja cairo tehran
    baghdad kabul delhi new_delhi new_york los_angeles chicago texas california florida ohio
    gaza crimea donbas"""
)
PEOPLES = _names(
    """french dutch german greek swiss thai czech iraqi israeli pakistani english british danish
    spanish american african european asian russian ukrainian malian nigerian african
    italian australian canadian indian iranian egyptian saudi qatari emirati kuwaiti afghan
    uzbek kazakh turk turkish croat serb slovak dane danes swede finn pole scot scottish
    welsh irish arab bangladeshi azeri filipino"""
)
_PEOPLE_ENDINGS = ("ian", "ese", "ean", "ish", "ians", "eans")

MEN = _names(
    """adam ahmed alan albert alex alexander ali andrew anthony antonio arthur barack ben benjamin
    bill bob bobby boris brian bruce carl carlos charles charlie chris christian christopher
    dan daniel david dennis dmitry don donald doug edward elon emmanuel eric erik ernest
    francis francisco frank franz fred frederick gary george gerald giovanni giuseppe gordon
    graham greg guy hans harold harry hassan henry herbert howard hugh hugo hussein ian
    ibrahim igor ivan jack jacob jacques jake james jason jean jeff jeremy jerry jim jimmy
    joe joel john jonathan jorge jose josef joseph juan karl keith kenneth kevin kurt larry
    lars lee leo leon leonard louis luis luke marc marco mario mark martin matthew max
    michael michel miguel mike mohamed mohammed muhammad mustafa nathan neil nicholas nick
    nicolas nigel oliver omar oscar otto pablo patrick paul pedro pete peter philip philippe
    pierre ralph raymond ricardo richard rick rob robert roger ronald roy ryan sam samuel
    scott sean sebastian sergei simon stephen steve steven stuart ted terry thomas tim
    timothy tom tony victor viktor vincent vladimir volodymyr walter william winston
    wolfgang xavier yusuf yves"""
)
WOMEN = _names(
    """agnes alexandra alice alison amanda amy ana angela angelina anita ann anna anne annie
    antonia audrey barbara beatrice betty brigitte camilla carla carmen caroline catherine
    cecilia charlotte chloe christina christine claire clara claudia deborah diana diane
    dorothy elena elisabeth elizabeth ellen emily emma esther eva evelyn fatima fiona
    florence frances gabriela giorgia gloria grace greta hannah harriet heather helen helena
    hillary ingrid irene isabel isabella jacqueline jane janet jennifer jessica joan joanna
    judith judy julia julie kamala karen kate katherine kathleen kelly kristalina laura
    leila lena linda lisa liz louise lucy madeleine madonna magdalena margaret maria marie
    marine martha mary maya megan melania melissa michelle monica nadia nancy naomi natalia
    natalie nicole nina olga olivia pamela patricia paula penny rachel rebecca rosa rose
    ruth sandra sara sarah serena sharon shirley simone sofia sonia sophia sophie stella
    stephanie sue susan sylvia taylor teresa theresa ursula valerie vanessa vera victoria
    virginia whitney winnie yoko yulia zoe"""
)


def is_people(word: str) -> bool:
    """Return whether a capitalised word is an adjective of nationality (or its plural)."""
    lower = word.lower()
    if lower in MEN or lower in WOMEN or lower in PLACES:
        return False
    return lower in PEOPLES or (len(lower) > 5 and lower.endswith(_PEOPLE_ENDINGS))
