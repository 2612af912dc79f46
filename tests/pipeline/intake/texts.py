"""Openings of books in the public domain, a few sentences each, for tests of encodings."""

TEXTS: dict[str, str] = {
    "en": "“My dear Mr. Bennet,” said his lady to him one day, “have you heard that Netherfield Park is let at last?” "
    "Mr. Bennet replied that he had not. “But it is,” returned she; “for Mrs. Long has just been here, and she "
    "told me all about it.” Mr. Bennet made no answer — it was a façade — and she went on with her naïve tale.",
    "de": "Als Gregor Samsa eines Morgens aus unruhigen Träumen erwachte, fand er sich in seinem Bett zu einem "
    "ungeheueren Ungeziefer verwandelt. Er lag auf seinem panzerartig harten Rücken und sah, wenn er den Kopf ein "
    "wenig hob, seinen gewölbten, braunen, von bogenförmigen Versteifungen geteilten Bauch, auf dessen Höhe sich "
    "die Bettdecke, zum gänzlichen Niedergleiten bereit, kaum noch erhalten konnte. Es war kein Traum; er wußte es.",
    "fr": "Longtemps, je me suis couché de bonne heure. Parfois, à peine ma bougie éteinte, mes yeux se fermaient si "
    "vite que je n'avais pas le temps de me dire : « Je m'endors. » Et, une demi-heure après, la pensée qu'il était "
    "temps de chercher le sommeil m'éveillait ; je voulais poser le volume que je croyais avoir encore dans les "
    "mains et souffler ma lumière ; même le cœur, l'œuvre, où cela cessait-il ?",
    "es": "En un lugar de la Mancha, de cuyo nombre no quiero acordarme, no ha mucho tiempo que vivía un hidalgo de los "
    "de lanza en astillero, adarga antigua, rocín flaco y galgo corredor. Una olla de algo más vaca que carnero, "
    "salpicón las más noches, duelos y quebrantos los sábados, lentejas los viernes, algún palomino de añadidura "
    "los domingos, consumían las tres partes de su hacienda. ¿Qué dirá el señor? ¡Nada!",
    "it": "Quel ramo del lago di Como, che volge a mezzogiorno, tra due catene non interrotte di monti, tutto a seni e a "
    "golfi, a seconda dello sporgere e del rientrare di quelli, vien, quasi a un tratto, a ristringersi, e a "
    "prender corso e figura di fiume; perché il ponte, che ivi congiunge le due rive, par che renda ancor più "
    "sensibile all'occhio questa trasformazione. Così è la città, e però non più.",
    "pt": "Uma noite destas, vindo da cidade para o Engenho Novo, encontrei no trem da Central um rapaz aqui do bairro, "
    "que eu conheço de vista e de chapéu. Cumprimentou-me, sentou-se ao pé de mim, falou da lua e dos ministros, e "
    "acabou recitando-me versos. A viagem era curta, e os versos pode ser que não fossem inteiramente maus. Não "
    "consultes dicionários; então, à tarde, o coração é vão.",
    "sv": "Det var en afton i början af maj. Den lilla trädgården på Mosebacke hade ännu icke blivit öppnad för "
    "allmänheten och rabatterna voro ej uppgrävda; snödropparna hade arbetat sig upp genom fjolårets lövsamlingar "
    "och höllo just på att sluta sin korta verksamhet för att lämna plats åt de ömtåligare saffransblommorna.",
    "pl": "Było to w lipcu, o świcie. Na drodze do miasteczka szedł człowiek, który nie był już młody, ale jeszcze się "
    "trzymał prosto. Nie spieszył się, bo do domu miał daleko, a na niebie nie było ani jednej chmury. „Ach, żeby "
    "tak źdźbło trawy mogło mówić”, rzekł do siebie, i usiadł pod gruszą, gdzie mu było dobrze; po co się śpieszyć?",
    "cs": "„Tak nám zabili Ferdinanda,“ řekla posluhovačka panu Švejkovi, který opustiv před léty vojenskou službu, když "
    "byl definitivně prohlášen vojenskou lékařskou komisí za blba, živil se prodejem psů, ošklivých nečistokrevných "
    "oblud, kterým padělal rodokmeny. Kromě tohoto zaměstnání byl stižen revmatismem a mazal si je na kolena.",
    "hu": "Volt egyszer egy öreg ember, és annak volt egy szép háza a falu végén, de nem lakott már abban senki, csak ő "
    "meg a macskája. Azt mondta egy este: ha még egyszer fölkel a nap, elindul, és megkeresi a fiát, mert az már "
    "hét éve nem írt. Nem is tűnődött sokat, fogta a botját, s útnak eredt a hűvös, őszi ködben.",
    "tr": "Bir varmış, bir yokmuş; evvel zaman içinde, kalbur saman içinde, bir köyde yaşlı bir adam ile karısı varmış. "
    "Adam her gün ormana gider, odun keser ve onu pazarda satarmış. Bir gün eve dönerken yolda çok küçük, ışıl ışıl "
    "bir taş görmüş; bu taş ne kadar güzelmiş! Onu cebine koymuş, ama kimseye söylememiş, çünkü o da korkmuş.",
    "ru": "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему. Всё смешалось в "
    "доме Облонских. Жена узнала, что муж был в связи с бывшею в их доме француженкою-гувернанткой, и объявила "
    "мужу, что не может жить с ним в одном доме. Положение это продолжалось уже третий день и мучительно "
    "чувствовалось и самими супругами, и всеми членами семьи, и домочадцами.",
    "uk": "Було це на селі, коли ще й дорога та не була така широка. Вона жила у хаті над річкою, і не було в неї нікого, "
    "тільки кіт та їжак. Але що то за хата! Як прийде, було, хто до неї, то вже й не знає, чи йому сісти, чи "
    "стояти, бо він такого ще не бачив; а вона й каже: «Сідайте, я зараз».",
    "el": "Ήταν μια φορά και έναν καιρό ένας γέρος που ζούσε με τη γυναίκα του σε ένα μικρό σπίτι κοντά στη θάλασσα. Ο "
    "γέρος πήγαινε κάθε μέρα να ψαρέψει, και η γριά έγνεθε το μαλλί της. Δεν είχαν παιδιά, αλλά είχαν μια γάτα που "
    "τους αγαπούσε και δεν έφευγε από το σπίτι. Μια μέρα ο γέρος έριξε τα δίχτυα του για τρίτη φορά.",
    "he": "היה היה פעם איש זקן אשר גר על שפת הים עם אשתו. הוא היה יוצא כל יום אל הים לדוג דגים, והיא היתה יושבת בבית. "
    "לא היו להם ילדים, אבל היה להם חתול אחד, וגם הוא היה זקן. יום אחד יצא האיש אל הים ולא שב עד הערב, כי מה שראה "
    "שם לא ראה איש לפניו.",
    "zh-Hans": "在我年幼的时候，家里的人都说我是一个不大听话的孩子。那时候，我们住在城外的一个小村子里，门前有一条河，河上有一座桥。每天早上，"
    "我都跟着哥哥走过那座桥去上学。有一天，老师问我：“你长大了想做什么？”我想了很久，说：“我要写一本书，把我看见的事情都写下来。”"
    "大家都笑了，只有老师没有笑。他说：“好，那你从今天就开始写吧。”",
    "zh-Hant": "在我年幼的時候，家裡的人都說我是一個不大聽話的孩子。那時候，我們住在城外的一個小村子裡，門前有一條河，河上有一座橋。每天早上，"
    "我都跟著哥哥走過那座橋去上學。有一天，老師問我：「你長大了想做什麼？」我想了很久，說：「我要寫一本書，把我看見的事情都寫下來。」"
    "大家都笑了，只有老師沒有笑。他說：「好，那你從今天就開始寫吧。」",
    "ja": "山路を登りながら、こう考えた。智に働けば角が立つ。情に棹させば流される。意地を通せば窮屈だ。とかくに人の世は住みにくい。"
    "住みにくさが高じると、安い所へ引き越したくなる。どこへ越しても住みにくいと悟った時、詩が生れて、画が出来る。"
    "人の世を作ったものは神でもなければ鬼でもない。やはり向う三軒両隣りにちらちらするただの人である。",
    "ko": "옛날 어느 마을에 한 늙은 어부가 살고 있었다. 그는 날마다 바다에 나가 고기를 잡았지만 집에는 아무도 기다리는 사람이 없었다. 어느 날 "
    "그는 바닷가에서 작은 상자를 하나 주웠다. 상자 안에는 오래된 편지가 들어 있었고, 그 편지에는 그의 이름이 쓰여 있었다. “이게 어떻게 "
    "된 일일까?” 그는 혼자 말했다. 그리고 다시 집으로 돌아갔다.",
}

# What texts of each are found in; UTF-8 and UTF-16 hold all of them.
ENCODINGS: dict[str, str] = {
    "en": "cp1252 mac-roman cp1250 cp1254",
    "de": "cp1252 iso-8859-1 iso-8859-15 iso-8859-2 mac-roman cp850 cp437 cp1250",
    "fr": "cp1252 iso-8859-15 mac-roman cp1254",
    "es": "cp1252 iso-8859-1 mac-roman cp850 cp437",
    "it": "cp1252 iso-8859-1 mac-roman cp850",
    "pt": "cp1252 iso-8859-15 mac-roman cp850",
    "sv": "cp1252 mac-roman cp850",
    "pl": "cp1250 mac-latin2",
    "cs": "cp1250 mac-latin2",
    "hu": "cp1250 iso-8859-2 cp852",
    "tr": "cp1254 iso-8859-9 cp857",
    "ru": "cp1251 koi8-r iso-8859-5 cp866 mac-cyrillic",
    "uk": "cp1251 koi8-u mac-cyrillic",
    "el": "cp1253 iso-8859-7",
    "he": "cp1255",
    "zh-Hans": "gb18030 gbk gb2312 hz",
    "zh-Hant": "big5 gb18030",
    "ja": "shift_jis cp932 euc_jp iso2022_jp",
    "ko": "euc_kr cp949",
}
