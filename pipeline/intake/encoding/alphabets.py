"""What the letters and the commonest words of a language are: by them a reading of bytes is told from a wrong one."""

from __future__ import annotations

# language -> (its own letters beyond ASCII | those of guests; words that no page of it lacks)
ALPHABETS: dict[str, tuple[str, str]] = {
    "en": (
        "|éèêëàâçñïîôöüæœáíóúåäø",
        "the and of to in that was he it his with as had for she not but at her on they you be have is this "
        "which from by are were an or so all there",
    ),
    "de": (
        "äöüß|éèàêç",
        "der die und das ist nicht ich sie er es ein zu den mit sich auf dem von war eine auch als im in so "
        "aber wie wir ihr für über doch noch nur hatte wenn was aus man",
    ),
    "fr": (
        "éèàêçùâîôûëïœüæ|ÿñáíó",
        "le la les de des et un une il elle que qui est dans pas ne je vous en du au pour plus se ce sur par "
        "mais son sa avec était cette ses lui nous on à",
    ),
    "es": (
        "óíáéñúü¿¡|ç",
        "el la los las de que y en un una no se por con su para es al lo como más pero del era le me si ya "
        "había sus todo él cuando muy sin",
    ),
    "it": (
        "èàùòìéî|óíú",
        "il di che e la un una non per in con si del era le gli ma come sono della lo anche più nel da mi al "
        "ha dei alla suo sua quando se",
    ),
    "pt": (
        "ãçéáíóâêõúàô|üñ",
        "o a os as de que e um uma não se em do da com para por mais como mas ao era ele ela seu na no lhe à "
        "foi sua dos das quando nem já",
    ),
    "ca": ("àéèòíóúïüç|·", "el la els les de que i en un una no es per amb al del com més era va ho se ha sense molt"),
    "nl": (
        "ëïéóöü|èêáàç",
        "de het een en van ik je dat niet zijn op te met voor hij zij was er maar aan als om ook in is had "
        "die zo wat naar uit nog bij",
    ),
    "sv": (
        "äåö|éàü",
        "och att det en som är på inte han för med var hon jag den ett till av men om så hade de i sig från",
    ),
    "da": (
        "æøå|éöä",
        "og i at det en er til på som af for ikke han med den var hun jeg de et men havde sig der så fra",
    ),
    "no": (
        "åøæ|éòöô",
        "og i at det en er til på som av for ikke han med den var hun jeg de et men hadde seg så fra meg",
    ),
    "is": ("áðéíóúýþæö", "og að í á ekki það hann var sem en til er um hún við af fyrir með þá þar svo því"),
    "fi": ("äö|åé", "ja on ei se että hän oli mutta kun niin ole joka myös kuin hänen sen minä nyt ne sitä olivat oli"),
    "et": ("äõüöšž", "ja on ei see et ta oli aga kui ma ka siis kes oma nii mis olid seda tema"),
    "pl": ("ęłąóśżźćń", "i w nie na się że z do to jest jak ale po co tak za od jego był przez już tylko o a był mnie"),
    "cs": ("áéíěčřžýšůúóťďň", "a se v na je že to si s z do ale jako za by jsem po tak jeho už co byl jen i o bylo mu"),
    "sk": ("áéíčžýšúľťôňóďäŕĺ", "a sa v na je že to si s z do ale ako za by som po tak jeho už čo bol len i o bolo mu"),
    "sl": ("čšž", "in je se v na da ni so za ki z pa bi po kot tudi ne s mu jo bil bilo o ga"),
    "hr": ("čćžšđ", "i je u se da na ne su za od bi a sam kao ali što to s mu ga bio po iz"),
    "hu": ("áéíóöőúüű", "a az és hogy nem is egy volt ez de meg mint már csak ha azt el még be ki vagy aki"),
    "ro": ("ăâîşţșț|é", "și şi de în a la cu nu că o se pe un din mai ce să lui era care pentru el dar sa fost"),
    "sq": ("ëç", "të e në dhe një që i me për nga se ka si nuk më do është po ai u"),
    "tr": (
        "ıüşğçö|âîû",
        "bir ve bu da de için ne o gibi daha çok ile ben değil kadar olan her sonra ama mi dedi vardı",
    ),
    "lt": ("ėąįšųūžčę", "ir kad į iš jis su tai ne bet kaip buvo jo ji o po per tik už ant jau"),
    "lv": ("āēīūšžčļņģķ", "un ir ka no uz ar par bet kā viņš ne es tas bija to pie ja jau vai"),
    "la": ("|āēīōūæœëï", "et in est non ad cum ut sed qui quod ab per esse ex si atque enim sunt hoc etiam"),
    "eo": ("ĝŝĉŭĵĥ", "la kaj de en estas mi li ne ke al ĝi por kun sed vi pri tiu estis kiu"),
    "ru": (
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        "и в не на что он с как я это но все так его по к у она из за же от то было был бы ее мне только о",
    ),
    "uk": (
        "оаинівертслкдумпязьбгчйхжшюцщєїґф",
        "і в не на що він з як я це але та так його до за у вона від й же був було мене про",
    ),
    "bg": ("аоеинтрсвлкдпмуъзябгчщжйхшцюфь", "и на се да в не че от за с той си беше го по му ще като но как това аз"),
    "sr": ("аиоенстрјвукдмплзбгчшњжљцћхђфџ", "и је у се да на не су за од би а сам као али што то с му га био"),
    "el": (
        "αοιετσνρπκμλυςηωάίόθδγέήύχφβώξζψϊϋΐΰ",
        "και το να την του η ο με που της τον για στο τα δεν θα είναι από οι ήταν σε μου τι αλλά τους",
    ),
    "he": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת", "את של על לא הוא זה אני כי עם היא אל גם כל מה או היה אך אם"),
    "ar": ("اأإآبتثجحخدذرزسشصضطظعغفقكلمنهويىةءئؤ", "في من على إلى أن لا ما هذا التي الذي عن مع كان هو و قد ثم إن كل"),
}

# The commonest characters of scripts that have thousands.
_HANS = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所"
    "然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与"
    "长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己"
    "制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系"
    "气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社"
    "便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉"
    "格望觉术领共确传师观清今切院让识候带导争运笑吃车红花请坐快夜风忙叫爱饭玉姐妈爷儿喝您笔拿找跟问站块钱房黑父母"
    "岁雨怕睡哪曰吾汝矣乎兮其此惟"
)
_HANT = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡裏用道行"
    "所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它"
    "與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新"
    "己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平"
    "系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形"
    "社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取"
    "拉格望覺術領共確傳師觀清今切院讓識候帶導爭運笑吃車紅花請坐快夜風忙叫愛飯玉姐媽爺喝您筆拿找跟站塊錢房黑父母歲"
    "雨怕睡哪曰吾汝矣乎兮惟"
)
_JA = (
    "ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶ"
    "ぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろわゐゑをんァアィイゥウェエォオカガキギクグケゲコゴサザシジスズ"
    "セゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロワヲン"
    "ヴー一人日大年出本中子見国言上生自分何時事私彼女前行来思気手今間方後者会家山々目心下二三十小学先物同話立入長"
    "田道地水所名高白声夜度当風死父母達世聞口外顔知"
)
_KO = (
    "이다는의에을를가고하지도로한은사그나서어아기리스자시라인들해대만있었것수부여정보일제주게전과장상원구조우동마"
    "모면성으오와위내거비치말세방안무신관국연않없할때았했습니까요네데저더못던럼처간운물회공미선생진실유소경개단계"
    "중심발명학문화산되된될됐너냐군적년월또두려든뒤길손집눈왔갔줄람았였겠같음임함본불번버니바"
)
_SIGNS = "，。、「」『』“”‘’：；？！—…《》　（）·〈〉"
COMMON: dict[str, frozenset[str]] = {
    name: frozenset(text + _SIGNS) for name, text in (("zh", _HANS + _HANT), ("ja", _JA), ("ko", _KO + "\"'.,"))
}
