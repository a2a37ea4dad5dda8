"""Words that stand in everybody's sentences: they give nobody away, whatever they stand beside."""

# What goes on with a sentence, as after "password:" or "the password is".
_IN_SENTENCES = """
    a about access accepted after again against all also am an and any are as at back bad be because been before being
    beyond blank both broken but by can cannot case change changes complex correct dead did different difficult do does
    don done down due easy either email empty error every fine for forgot forgotten forms from gone good hard has have
    he her here hidden his how i if illegal impossible in incorrect into invalid issue issues it its just kept known
    last later less like link long longer lost made may me might mine minimum missing more must my need never new nil no
    nobody none nonsense not nothing null of off ok old on once one only open or other our out over page part please
    policy private problem problems public reset right rules safe said same secret secure see sent set several she
    short should shown simple since so some something somehow still strange strong stuck stupid such temporary than that
    the their them then there these they this those time to today too true false twice under undefined unclear unknown
    unsafe until up us useless user username valid very via was we weak well were what when where whether which who why
    will with without work works would wrong yes yesterday yet you your
    aber abgelaufen alt am auch auf aus bei das dass dem den der die ein eine er es falsch für gesperrt gut habe hat ich
    im immer in ist kann kein leer mein mit nach neu nicht noch nur oder richtig schon schwach sehr seit sicher sie so
    und ungültig unsicher vergessen von war was weg wenn wie wir wird wo zu zum zur
    au aussi avec bien bon bonne ce dans de depuis du elle en encore est et faux ici il incorrecte je la le les mais mon
    n'est ne nous on ou oublié pas perdu plus pour que qui sans se si son sur toujours trop tu un une vous
    al antes aquí con correcta del desde el ella en era esta este fue ha he incorrecta la lo los mal mala me mi más muy
    nada no nos nueva nuevo olvidada para pero por porque que se ser si sin son su también tengo un una y ya yo
"""

# First names and companies that are words of the language as well: only a capital inside a sentence tells them apart.
_WORD_LIKE = """
    account admin administrator agent amber angel anonymous art august autumn bank bill billing bob booking buck care
    case central chance chase chat chip city client cloud company contact core crystal customer data dawn dean dell desk
    destiny digital direct dot drew earl electronic email engineering express eve faith finance fit fitness frank
    gene general global grace grant green group guest happy harmony health help hero home honey hope house info internal
    international ivy jack jan jean jewel joy junior king lance link logistics long manager mark marketing mason may
    media mike miles none norm office online open orange other page park patience pearl penny personal pierce pilot
    private project prudence queen ray reed rich rob robin rock rod rose ruby rusty sale sales school security senior
    serene service services shop sky slack software solid solution solutions stage star sterling stone store sue summer
    sunny support system systems target teach team tech technology test tester ticket true unity unknown user victor
    violet wade ward web will winter wood work world young zoom gitlab github google apple amazon microsoft
"""

# Months, and what stands before or behind names: never taken for a name alone.
_NEVER_ALONE = """
    january february march april june july august september october november december mai juni juli mars avril
    juin abril mayo junio julio may mrs miss prof professor herr frau mme mlle monsieur madame señor señora dipl ing med
    phd von van der den del des dos the and und for
"""

_LEGAL_FORMS = """
    ab ag aktiengesellschaft aps as asa bv co company corp corporation cv doo eg eu ev gbr gesellschaft gmbh inc
    incorporated kft kg kgaa kk lda limited llc llp lp ltd ltda mbh nv oao ohg ood oy oyj plc pte pty pvt sa sac sarl
    sas se sl slu sp spa spzoo srl sro ug z zoo zrt oo
"""

IN_SENTENCES = frozenset(_IN_SENTENCES.split())
WORD_LIKE = frozenset(_WORD_LIKE.split())
NEVER_ALONE = frozenset(_NEVER_ALONE.split())
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())
