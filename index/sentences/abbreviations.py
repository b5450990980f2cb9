"""The words whose full stop seldom ends a sentence, and those that like to begin one.

All lower case, without the last full stop. Which list a word is on says what has to follow for
the sentence to end all the same; `index.sentences.sentence` reads them.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Before a name: the sentence goes on, whatever follows.
TITLES = _words(
    """
    mr mrs ms mx dr drs prof profs rev revd fr msgr hon gen lt col maj capt cpl sgt adm cmdr cdr brig
    pvt pfc insp det supt gov sen rep reps sens pres amb atty messrs mme mlle mmes hr sra srta dña herr
    ste dipl ing univ dept mt bros cllr ald vs v cf viz e.g i.e eg ie z.b d.h u.a bzw vgl resp incl excl
    esp approx ca al repr narr пр проф г-н г-жа им ул डॉ प्रो श्री सुश्री
    """
)

# Before a number: the sentence goes on if a digit follows.
BEFORE_NUMBERS = _words(
    """
    ps no nos nr nrs núm p pp pg pgs vol vols fig figs ch chap chs sec secs sect art arts eq eqs ex no's
    para paras tab col ln l ll v vv bk pt pts op cat ref refs app appx c ca est b d r fl sp seq abs bd
    kap s str ziff rd hwy rte
    """
)

# Months and days: no end before a number or a lower-case word.
CALENDAR = _words(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri
    """
)

# Units, companies, places, degrees, clock times: the end only if a likely first word follows.
EITHER = _words(
    """
    etc inc ltd co corp llc plc gmbh ag jr sr esq ph.d phd m.d b.a m.a b.sc m.sc d.phil ll.b ave blvd rd
    st str sq hwy ln ct apt bldg ft in lb lbs oz kg km cm mm hr hrs min mins secs mi yd yds ed eds trans
    gal dept assn assoc assocs natl intl govt gov't dist est div mfg dev info misc max temp tel ext ala
    ariz ark calif colo conn del fla ga ill ind kan kans ky la md mich minn miss mo mont neb nev okla
    ont ore pa penn tenn tex va vt wash wis wyo que alta sask ser usw ff et seq ibid op cit г т.д т.п
    руб тыс млн млрд bzgl evtl ggf sog usf
    """
)

# Before a lower-case word a plain word's stop may still end a sentence; these never do.
INNER = TITLES | CALENDAR | EITHER | BEFORE_NUMBERS

# After a single capital, the letter is no initial but a name: "vitamin C. The …".
LETTERED = _words(
    """
    vitamin vitamins grade grades plan hepatitis type types class group category section part appendix
    point option level phase figure table exhibit schedule serie series size team letter zone influenza
    player side key war model building block gate hall ward unit platform terminal room line channel
    variant
    """
)

# Words that begin sentences far more often than they continue a name.
STARTERS = _words(
    """
    the a an this that these those there here it its he she they we you i his her their our your my but
    and or so yet nor for if in on at by to from of with without within as when while where what who
    whom whose why how which because since although though unless until after before once during under
    over between among about against despite besides beyond through throughout across along around is
    are was were do does did has have had can could will would should may might must some many most much
    more few several each every all both either neither one two three another other others any no not
    none nothing nobody everyone everybody someone something anyone such then thus hence now today
    yesterday tomorrow later earlier soon still also even only just perhaps maybe however meanwhile
    moreover furthermore rather instead indeed otherwise therefore nevertheless nonetheless finally
    first second third next last according following given let please yes like unlike critics experts
    officials researchers scientists people der die das ein eine es er sie wir und aber im am le les un
    une il elle nous mais et el los las una pero y
    """
)

# A question or a cry in quotation marks goes on when one of these follows the speaker's name.
SPEECH = _words(
    """
    said says asked asks replied replies answered answers cried cries shouted shouts wondered wonders
    called calls exclaimed whispered muttered added adds demanded demands begged yelled screamed thought
    wrote writes repeated inquired enquired snapped laughed sighed growled told tells continued went
    began remarked retorted murmured
    """
)

# Names that carry their own mark.
MARKED_NAMES = frozenset(["yahoo", "jeopardy", "wham", "oklahoma", "panic"])
