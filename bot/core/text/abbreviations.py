"""Abbreviations of news prose in English, German and Spanish, by what their full stop may mean.

The spelling counts: "Art. 5" is an abbreviation, the "art" at the end of a sentence is not. Words that English uses
without a stop, such as "gem" and "set", are left out.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES: Final = _words(
    """
    Mr Mrs Ms Mx Messrs Mmes Mme Mlle Dr Drs Prof Profs Hon Sr St Ste Mt Ft
    Eng Adm Gen Gens Brig Lt Lts Col Cols Maj Majs Capt Capts Cmdr Cmdrs Cdr Comdr Cdre Commo Cmdt Ens Sgt Sgts Cpl Cpls
    Lcpl Pvt Pvts Pfc Spc Spec Amn Airm Sfc Gunny Bdr Gnr Tpr Fus Flt Wg Sqn
    Sen Sens Rep Reps Gov Govs Pres Amb Atty Attys Supt Insp Det Ofc Sec Secy Dep Asst Dist Ald Treas
    Rt Rev Revs Fr Frs Br Bro Msgr Msgrs Bp Abp Archbp Dcn Ven Mons
    Hr Hrn Frl Dipl Ing Hptm Oblt Olt Stv Bgm Abg Präs Pfr Hll Kard Bf Ebf Frhr Mag med phil jur nat rer habil
    Sra Srta Srs Sres Sras Srtas sr sra srta srs sres sras dr dra dres prof profa Dra Dras Dres Profa Lic Arq Abog
    Gral Cnel Tte Sgto Almte Cmdte Cte Tcnel Rvdo Rvda Pbro Hno Hna Hnos Hnas Sto Sta Mtro Mtra Dña Dn Excmo Excma
    Ilmo Ilma Pdte Pdta Dip Alc
    """
)
"""Titles and other words before a name. They end a sentence only before a word that cannot be a name."""

PLACES: Final = _words(
    """
    Ala Ariz Calif Colo Conn Fla Ind Kan Ky Md Mich Minn Mont Neb Nev Okla Penn Tenn Tex Va Vt Wis Wyo
    Alta Ont Que Sask
    """
)
"""US states as the AP Stylebook abbreviates them, and Canadian provinces."""

PLACES_AFTER_A_COMMA: Final = _words("Ark Cal Del Ga Ill La Mass Me Miss Mo Ore Pa Wash")
"""States whose abbreviation is also a word or a name: they count after a comma ("Boston, Mass.") or a hyphen."""

SOMETIMES_LAST: Final = PLACES | _words(
    """
    al Ave Blvd Rd Hwy Pkwy Dept Univ Assn Inc Corp Co Cos Ltd Bros Esq Ph
    Mio Mrd Tsd Std Sek usw Hbf Bhf Jh Jhd Aufl Hrsg Abt Ges Mitgl
    Ud Uds Vd Vds Cía Ltda Avda Prov Dpto Depto
    """
)
"""Abbreviations that end a sentence as often as not: they do before a word that usually begins one."""

NEVER_LAST: Final = _words(
    """
    vs v cf ca approx e.g i.e c.f z.B d.h u.U z.T m.E i.d.R
    bzw evtl ggf inkl exkl vgl Vgl bspw sog einschl bzgl insb zzgl abzgl
    """
)
"""Abbreviations that always have something after them."""

SPACED: Final = _words(
    """
    a.m p.m e.g i.e c.f U.S z.B z.T z.Zt d.h u.a v.a u.U u.Ä u.E o.Ä m.E i.A i.V a.D e.V d.R v.Chr n.Chr
    a.C d.C EE.UU JJ.OO FF.AA CC.AA CC.OO RR.HH DD.HH RR.PP SS.MM NN.UU AA.VV Tech.Sgt
    """
)
"""Abbreviations that are written with a space after the stop within them."""

BEFORE_NUMBERS: Final = _words(
    """
    No Nos Art Arts Sec Fig Vol Ch c p pp Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    Nr Abs Ziff Bd Kap Str Tel tel max min Mär Mrz Okt Dez
    Núm núm Pág pág Págs págs Cap aprox Aprox máx mín Ext ext Ene Abr Ago Set Dic
    """
)
"""Abbreviations whose stop does not end a sentence before a number."""

GERMAN_MONTHS: Final = _words("Januar Jänner Februar Feber März Mai Juni Juli Oktober Dezember Mär Mrz Okt Dez")
"""Months that are German only: "4. März" is a date in any sentence."""

SHARED_MONTHS: Final = _words("April August September November Jan Feb Apr Jun Jul Aug Sep Sept Nov")
"""Months that German and English write alike: "4. April" is a date after a German word."""

GERMAN_BEFORE_DAYS: Final = _words(
    """
    ab am beim bis das dem den der des die dieser diesem diesen im jeden jeder seit und vom zum zur
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    """
)
"""German words before the number of a day, in small letters."""

GERMAN_BEFORE_ORDINALS: Final = GERMAN_BEFORE_DAYS & _words("am beim das dem den der des die im vom zum zur")
"""German words that a number with a stop follows as an ordinal: "im 19. Jahrhundert"."""

SURE_BEGINNERS: Final = _words(
    """
    After Although Another At Because Before But By During Every For From His However If Instead It Its Meanwhile
    Nobody Nothing Other Since That The Their Then There These They This Those Though Until We When Where While With
    Yesterday
    Aber Allerdings Als Auch Außerdem Dabei Damals Danach Dann Das Dennoch Deshalb Der Die Dies Diese Dieser Dieses
    Doch Dort Er Es Ihre Jedoch Seine Seit Sie Weil Wenn Wir Während Además Ante Aunque Ayer Cuando Desde Después Él
    Ella Ellas Ellos Entonces Esta Este Esto Hoy Mientras Para Pero Por Porque Según Sin También Tras
    """
)
"""Words that begin sentences and are no names."""

BEGINNERS: Final = SURE_BEGINNERS | _words(
    """
    A All An And As Authorities Both Each Even He Her How I In Investigators Last Later Many Most Multiple My No Not
    Now Of Officials On One Only Our Over Prosecutors Residents She So Some Still Three To Two Under What Who Why
    Witnesses You
    Alle Auf Aus Bei Ein Eine Für Heute Im Mit Nach Noch Und Von Vor Wie Zu Zum Zur
    Al Como Con El En Es Fue La Las Lo Los No Se Su Sus Un Una Uno Y Ya
    """
)
"""Words that usually begin a sentence, though names begin with some ("El Paso")."""

SURNAMES: Final = _words("All An No So You")
"""Of these words, those that are surnames and often followed by a verb: "Mr. So said"."""
