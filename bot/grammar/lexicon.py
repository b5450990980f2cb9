"""Word lists: the closed classes of English, its common verbs and their forms, nouns for persons and places.

General English only; a word that is missing here is taken for a noun.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


MONTHS = _set("january february march april may june july august september october november december")
DAYS = _set("monday tuesday wednesday thursday friday saturday sunday christmas easter")
DO = _set("do does did don't doesn't didn't dont doesnt didnt")
BE = _set("is are was were am isn't aren't wasn't weren't isnt arent wasnt werent ain't")
HAVE = _set("has have had hasn't haven't hadn't hasnt havent hadnt")
MODAL = _set(
    "can could will would shall should may might must ought can't cannot couldn't won't wouldn't shan't shouldn't "
    "mightn't mustn't cant couldnt wont wouldnt shouldnt"
)
AUXILIARIES = DO | BE | HAVE | MODAL
WH = _set("who whom whose what which when where why how")
DETERMINERS = _set(
    "the a an every each some any no both all another either neither such most many few several"
)
POSSESSIVES = _set("my your his her its our their")
DEMONSTRATIVES = _set("this that these those")
PRONOUNS = _set(
    "i you he she it we they me him us them himself herself itself themselves ourselves mine yours hers theirs "
    "someone anyone everyone nobody somebody anybody everybody something anything everything nothing none "
    "one ones other others"
)
PREPOSITIONS = _set(
    "of in on at by for from to with without about against into onto over under between among through during "
    "before after since until till within across along around behind beyond despite except like near off out "
    "outside inside per toward towards upon via than as up down besides concerning regarding above below untill"
)
CONJUNCTIONS = _set("and or but nor so")
SUBORDINATORS = _set("if whether because while although though unless once")
ADVERBS = _set(
    "not also still already now then ever never again only just even too really exactly actually today yesterday "
    "tomorrow tonight here there yet else instead altogether together soon later earlier ago anyway perhaps "
    "nowadays currently recently finally first quickly once twice often always usually forever far quite very so "
    "probably maybe merely alone apart afterwards beforehand back away more less much enough likely well"
)
NUMBERS = _set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
    "billion dozen half"
)
ORDINALS = _set(
    "first second third fourth fifth sixth seventh eighth ninth tenth last next previous former latter other "
    "earlier later final only same"
)
# Adjectives that follow a subject and its form of "be", where a noun would be taken for part of the subject.
ADJECTIVES = _set(
    "able afraid against alive allowed ahead available aware bad better best big cheap cheaper clear close content "
    "dangerous dead different difficult due easy empty enough exempt expensive fair false famous fast free full "
    "glad good great guilty happy hard high higher illegal important innocent keen large late legal likely long "
    "low lower mistaken necessary new old older open optimistic popular possible proud ready reliable responsible "
    "rich right safe satisfied serious sharp short sick similar small strong successful sure surprised tall true "
    "ill nervous unhappy unlikely useful useless valid warm weak willing worried worse worst worth wrong young younger upset"
)
TIME_NOUNS = _set(
    "second minute hour day week weekend month year decade century season spring summer autumn fall winter morning "
    "afternoon evening night noon midnight moment time period monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december today "
    "yesterday tomorrow present christmas easter past future beginning end start"
)
TIME_WORDS = _set(
    "today yesterday tomorrow tonight now nowadays currently recently previously originally then"
)
PERSONS = _set(
    "person man woman boy girl child baby father mother parent son daughter brother sister aunt uncle cousin wife "
    "husband widow widower partner friend colleague neighbour neighbor king queen prince princess president premier "
    "chancellor minister mayor governor senator councillor commissioner ambassador general admiral colonel captain "
    "major lieutenant sergeant soldier officer policeman judge lawyer solicitor prosecutor witness author writer "
    "reporter journalist editor correspondent speaker spokesman spokeswoman spokesperson poet painter artist actor "
    "actress singer composer musician conductor dancer doctor nurse surgeon physician patient professor teacher "
    "lecturer student pupil researcher scientist engineer inventor architect designer programmer director manager "
    "chief chairman chairwoman chair secretary treasurer executive boss owner founder leader head deputy assistant employee "
    "worker farmer fisherman sailor skipper pilot driver rider player coach trainer keeper butcher baker broker "
    "banker trader merchant builder miner hunter shepherd priest bishop pope monk nun saint prophet victim suspect "
    "thief murderer killer winner loser champion candidate voter citizen guest visitor tourist passenger customer "
    "client tenant landlord resident inhabitant refugee migrant guard guide expert critic advocate adviser advisor "
    "successor predecessor rival opponent hero heroine master apprentice bookkeeper accountant auditor inspector "
    "superintendent supervisor mate clerk cook chef waiter gardener cleaner carer volunteer member participant "
    "observer diplomat spy translator interpreter librarian historian "
    "politician musician mathematician juror chaplain vicar rabbi imam preacher warden caretaker janitor "
    "porter chauffeur courier postman fireman policewoman midwife dentist vet veterinarian pharmacist "
    "therapist psychologist psychiatrist sociologist economist biologist chemist physicist geologist "
    "astronomer philosopher theologian novelist playwright essayist blogger columnist interviewer host "
    "presenter announcer broadcaster photographer cameraman producer publisher printer bookseller shopkeeper "
    "grocer tailor weaver potter carpenter plumber electrician mechanic welder smith blacksmith locksmith "
    "watchmaker clockmaker brewer vintner winegrower grower picker labourer laborer lumberjack forester "
    "ranger gamekeeper beekeeper trapper miller ferryman helmsman navigator stoker steward stewardess "
    "attendant usher recruit veteran hostage prisoner inmate convict burglar robber smuggler pirate rebel "
    "dictator emperor empress duke duchess count countess baron knight noble peasant servant maid butler "
    "nanny tutor scholar academic rector dean principal headmaster headmistress superior subordinate bidder "
    "buyer seller investor shareholder creditor debtor borrower lender donor sponsor patron benefactor heir "
    "orphan toddler teenager adult elder pensioner newcomer immigrant emigrant exile native islander villager "
    "townsman commuter motorist cyclist pedestrian"
)
# Plurals in -ers and -ors that are no persons.
NOT_PERSONS = _set(
    "papers numbers letters rivers computers orders powers towers offers waters matters members errors doors floors "
    "factors sectors motors mirrors tractors reactors quarters headquarters flowers chapters centers centres corners "
    "borders dollars covers drawers posters registers answers layers fibers filters meters metres kilometers shares "
    "prices rumors rumours colors colours harbors harbours winters summers newspapers shoulders fingers others"
)
FEMININE = _set(
    "woman girl mother daughter sister aunt wife widow queen princess actress nun heroine chairwoman"
)
MASCULINE = _set("man boy father son brother uncle husband widower king prince monk bishop pope chairman")
FEMALE_TITLES = _set("ms mrs miss lady madame queen princess sister")
MALE_TITLES = _set("mr sir lord king prince father brother")
TITLES = FEMALE_TITLES | MALE_TITLES | _set("dr prof professor judge justice rev")
GROUPS = _set(
    "company firm bank board committee council commission ministry government parliament party union association "
    "federation league club team agency authority department office court police army navy force bureau institute "
    "university college school church group family side chamber guild syndicate cooperative trust fund foundation "
    "society community city town village county province state country nation region public press media crew staff "
    "industry assembly senate congress cabinet administration opposition coalition movement studio laboratory hospital utility bench jury"
)
PLACES = _set(
    "city town village county province state country nation region island valley mountain river lake sea coast "
    "harbour harbor port street road square bridge building house hall hospital school station field farm forest "
    "park district area place site camp capital border"
)
PLURALS = _set(
    "people men women children police mice feet teeth geese sheep cattle data media criteria mothers"
)
SINGULARS = _set(
    "news series species mathematics physics politics economics this us bus gas lens virus census"
)
REPORTING = _set("say tell claim believe think know write argue admit announce reply answer ask")
# What only persons and bodies do.
WILLED = REPORTING | _set(
    "want demand propose promise decide object hope plan offer refuse agree call expect meet hire recommend report "
    "see hear read notice learn suggest vote discuss complain intend try prefer choose oppose support sign buy sell pay"
)
# What can only be said of a statement, not of a thing.
VERDICTS = _set("true right correct wrong false so enough fair wise mistaken possible certain sure legal")

IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "arise:arose become:became begin:began bend:bent bind:bound bite:bit blow:blew break:broke bring:brought "
        "build:built burn:burned burst:burst buy:bought catch:caught choose:chose come:came cost:cost creep:crept "
        "cut:cut deal:dealt dig:dug do:did draw:drew drink:drank drive:drove eat:ate fall:fell feed:fed feel:felt "
        "fight:fought find:found flee:fled fly:flew forbid:forbade forget:forgot freeze:froze get:got give:gave "
        "go:went grow:grew hang:hung have:had hear:heard hide:hid hit:hit hold:held hurt:hurt keep:kept know:knew "
        "lay:laid lead:led leave:left lend:lent let:let lie:lay lose:lost make:made mean:meant meet:met pay:paid "
        "put:put quit:quit read:read ride:rode ring:rang rise:rose run:ran say:said see:saw seek:sought sell:sold "
        "send:sent set:set shake:shook shed:shed shine:shone shoot:shot show:showed shrink:shrank shut:shut "
        "sing:sang sink:sank sit:sat sleep:slept speak:spoke spend:spent split:split spread:spread stand:stood "
        "steal:stole stick:stuck strike:struck swear:swore sweep:swept swim:swam take:took teach:taught tear:tore "
        "tell:told think:thought throw:threw understand:understood wake:woke wear:wore win:won withdraw:withdrew "
        "write:wrote be:was"
    ).split()
)
PARTICIPLES = _set(
    "been begun bitten blown broken brought built bought caught chosen come cost cut dealt done drawn drunk driven "
    "eaten fallen fed felt fought found fled flown forbidden forgotten frozen got gotten given gone grown hung had "
    "heard hidden hit held hurt kept known laid led left lent let lain lost made meant met paid put read ridden "
    "rung risen run said seen sought sold sent set shaken shot shown shut sung sunk sat slept spoken spent split "
    "spread stood stolen stuck struck sworn swept swum taken taught torn told thought thrown understood worn won "
    "withdrawn written become"
)
VERBS = frozenset(IRREGULAR) | _set(
    "accept accuse achieve act add admit advise affect afford agree aim allow amount announce answer appeal appear "
    "apply appoint approve argue arrange arrest arrive ask assume attack attend attract avoid award back ban base "
    "belong believe bear blame block board borrow bury call cancel care carry cast cause celebrate change charge "
    "check claim clean clear climb close collapse collect compare compete complain concede conceal conclude connect "
    "consider contain continue contribute contradict control convert convince cook count cover crack crash create "
    "cross damage date decide declare decline defend delay deliver demand deny depend describe deserve destroy "
    "develop die differ direct disagree disappear discover discuss dismiss disprove dispute divide donate double "
    "doubt drop earn emit employ enable encourage end enjoy ensure enter escape estimate evolve exist expand expect "
    "expire explain export express extend face fail favour favor fear fetch fill finance finish fire fit fix follow "
    "force forecast found gain generate govern grant guarantee guess guide halt hand handle happen harm hate head "
    "help hire hope host hurry identify ignore imagine import impose improve include increase indicate influence "
    "inform insist inspect intend introduce invent invest invite involve issue join judge jump justify kill lack land "
    "last laugh launch leak learn let like limit link list listen live locate lodge look love lower maintain manage "
    "march mark marry matter measure mention mind miss move name need notice notify object observe obtain occur offer "
    "open operate oppose order organise organize originate own perform persuade pick place plan plant play please "
    "point postpone power prefer prepare present prevent produce profit promise propose protect protest prove provide "
    "publish pull punish push qualify question raise react reach realise realize receive recommend record recover "
    "recruit reduce refer reflect refuse regard regret reject relate release rely remain remember remove renew repair "
    "repeat repay replace reply report represent request require rescue resign resist resolve respond rest restore "
    "result retain retire return reveal rid rob rule save search secure seem separate serve settle share shift shock "
    "sign solve sound spare start state stay step stop store stretch study submit succeed suffer suggest suit supply "
    "support suppose surrender survive suspect suspend switch talk target tend terminate test testify thank threaten "
    "recognise recognize enforce befall attract complete invite hatch oblige touch track trade train transfer travel treat trust try turn use vanish vary visit vote wait walk want warn wash "
    "waste watch weigh welcome widen wish wonder work worry yield"
)


def base_form(word: str) -> str | None:
    """Return the base of a verb's form, or None for a word that is no known verb.

    >>> [base_form(w) for w in ("promised", "carries", "bought", "table")]
    ['promise', 'carry', 'buy', None]
    """
    if word in VERBS:
        return word
    if word in _BASES:
        return _BASES[word]
    for ending, put in (
        ("ies", "y"),
        ("ied", "y"),
        ("es", ""),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("d", ""),
    ):
        if word.endswith(ending) and word[: -len(ending)] + put in VERBS:
            return word[: -len(ending)] + put
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word:
            for base in (stem, stem + "e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem):
                if base in VERBS:
                    return base
    return None


_BASES = {past: base for base, past in IRREGULAR.items()}


def past_of(verb: str) -> str:
    """Return the past form of a base verb.

    >>> [past_of(v) for v in ("buy", "carry", "stop", "agree")]
    ['bought', 'carried', 'stopped', 'agreed']
    """
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeou":
        return verb[:-1] + "ied"
    if verb in _DOUBLING:
        return verb + verb[-1] + "ed"
    return verb + "ed"


_DOUBLING = _set("stop drop plan ban rob fit step admit permit refer occur prefer rid transfer")


def third_of(verb: str) -> str:
    """Return the form of a base verb that goes with he, she and it.

    >>> [third_of(v) for v in ("say", "carry", "teach", "have")]
    ['says', 'carries', 'teaches', 'has']
    """
    if verb == "have":
        return "has"
    if verb.endswith("y") and verb[-2:-1] not in "aeou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def gerund_of(verb: str) -> str:
    """Return the -ing form of a base verb.

    >>> [gerund_of(v) for v in ("extend", "raise", "stop", "agree")]
    ['extending', 'raising', 'stopping', 'agreeing']
    """
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) and verb != "be":
        return verb[:-1] + "ing"
    return (
        verb
        + (
            verb[-1]
            if verb in _DOUBLING or verb in ("cut", "put", "get", "set", "run", "sit", "win", "let")
            else ""
        )
        + "ing"
    )


def singular_of(noun: str) -> str:
    """Return a plural noun's singular, by its ending.

    >>> [singular_of(n) for n in ("permits", "parties", "women")]
    ['permit', 'party', 'woman']
    """
    irregular = {"people": "person", "men": "man", "women": "woman", "children": "child", "feet": "foot"}
    if noun in irregular:
        return irregular[noun]
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if is_plural(noun) else noun


def is_plural(noun: str) -> bool:
    """Say whether a noun is a plural, by its ending.

    >>> [is_plural(n) for n in ("buses", "news", "boss", "police")]
    [True, False, False, True]
    """
    noun = noun.lower()
    if noun in PLURALS:
        return True
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is", "'s")) and noun not in SINGULARS
