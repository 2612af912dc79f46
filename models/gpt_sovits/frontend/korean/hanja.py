"""Hanja: Chinese characters in a Korean line, as hangul: 音樂 -> 음악, 老人 -> 노인, 敬老 -> 경로.

Words are looked up in the dictionary. Single characters have the reading under which KS X 1001 lists them: the standard
orders its 4,888 characters by reading, so the first character of each reading is enough to find all.
"""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Callable

_FIRST_OF_READING = (
    "가伽각刻간侃갈乫감勘갑匣강剛개介객喀갱坑갹醵거倨건乾걸乞검儉겁劫게偈격擊견堅결抉겸兼경京계係고古곡哭곤困골汨공供곶串과寡곽廓관冠괄刮광侊괘卦괴乖굉宏교交구丘국國군君굴堀궁宮권倦궐厥궤机귀晷규叫균勻귤橘"
    "극克근僅금今급伋긍亘기企긴緊길佶김金끽喫나儺낙諾난暖날捏남南납納낭囊내乃녀女년年념念녕寧노怒농濃뇌惱뇨尿눈嫩눌訥뉴杻능能니尼닉匿다多단丹달撻담坍답沓당唐대代댁宅덕德도倒독毒돈墩돌乭동仝두兜둔屯득得등嶝"
    "라喇락洛란亂랄剌람嵐랍拉랑廊래來랭冷략掠량亮려侶력力련憐렬冽렴廉렵獵령令례例로勞록碌론論롱壟뢰儡료了룡龍루壘류劉륙六륜侖률律륭隆륵勒름凜릉凌리俚린吝림林립砬마摩막寞만万말唜망亡매埋맥脈맹孟멱冪면免멸滅"
    "명冥몌袂모侮목木몰歿몽夢묘卯무務묵墨문們물勿미味민岷밀密박剝반伴발勃방倣배倍백伯번幡벌伐범凡법法벽僻변卞별別병丙보保복伏본本볼乶봉俸부不북北분分불佛붕崩비丕빈嚬빙憑사乍삭削산傘살乷삼三삽揷상上새塞색嗇"
    "생牲서墅석夕선仙설卨섬剡섭攝성城세世소召속俗손孫솔率송宋쇄刷쇠衰수修숙叔순巡술戌숭崇슬瑟습濕승丞시侍식埴신伸실失심審십什쌍雙씨氏아亞악堊안安알斡암唵압壓앙仰애厓액厄앵櫻야也약弱양佯어圄억億언偃얼孼엄俺"
    "업嶪엔円여予역亦연嚥열悅염厭엽曄영塋예乂오五옥屋온溫올兀옹壅와渦완婉왈曰왕往왜倭외外요僥욕慾용俑우于욱勖운云울蔚웅熊원元월月위位유乳육堉윤允율聿융戎은垠을乙음吟읍揖응凝의依이二익瀷인人일一임任입入잉仍"
    "자仔작作잔孱잠岑잡雜장丈재再쟁爭저佇적勣전佃절切점占접接정丁제制조俎족族존存졸卒종倧좌佐죄罪주主죽竹준俊줄茁중中즉卽즐櫛즙楫증增지之직直진唇질侄짐斟집執징徵차且착捉찬撰찰刹참僭창倉채債책冊처凄척倜천仟"
    "철凸첨僉첩堞청廳체剃초初촉促촌寸총叢촬撮최催추墜축丑춘春출出충充췌悴취取측側층層치侈칙則친親칠七침侵칩蟄칭秤쾌快타他탁倬탄呑탈奪탐探탑塔탕宕태兌택擇탱撑터攄토兎통慟퇴堆투偸특慝틈闖파坡판判팔八패佩팽彭"
    "퍅愎편便폄貶평坪폐吠포佈폭幅표俵품品풍楓피彼필匹핍乏하下학壑한寒할割함函합合항亢해亥핵劾행倖향享허噓헌憲헐歇험險혁奕현俔혈孑혐嫌협俠형亨혜兮호乎혹惑혼婚홀忽홍哄화化확擴환丸활活황凰회匯획劃횡宖효哮후侯"
    "훈勛훙薨훤喧훼卉휘彙휴休휼恤흉兇흑黑흔昕흘吃흠欠흡吸흥興희僖힐詰"
)  # fmt: skip
# Characters that the standard lists under a rarer reading, or only as a variant.
_COMMON = {"金": "금", "不": "불", "率": "률", "宅": "택", "泌": "비", "\u90ce": "랑", "\u96b8": "례"}
# Words with the rarer reading of a character, which the dictionary does not have.
_WORDS = dict(
    pair.split("=")
    for pair in (
        "快樂=쾌락 娛樂=오락 享樂=향락 安樂=안락 極樂=극락 樂園=낙원 樂觀=낙관 樂天=낙천 便所=변소 小便=소변 "
        "大便=대변 復活=부활 復興=부흥 相殺=상쇄 殺到=쇄도 自轉車=자전거 人力車=인력거 停車場=정거장 一切=일체 "
        "更新=갱신 更生=갱생 降伏=항복 投降=투항 憎惡=증오 嫌惡=혐오 惡寒=오한 省略=생략 遊說=유세 容易=용이 "
        "簡易=간이 安易=안이 敗北=패배 索引=색인 搜索=수색 思索=사색 標識=표지 洞察=통찰 率先=솔선 統率=통솔 "
        "引率=인솔 輕率=경솔 率直=솔직 茶房=다방 宅內=댁내 媤宅=시댁 龜裂=균열 拓本=탁본"
    ).split()
)
_KNOWN = re.compile(f"({'|'.join(_WORDS)})")
_GOLD = "剛融曜屬銀錢髮額賞庫色"  # what follows 金 in words; else a run of three with it in front is a name, 김
RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_VOWEL_OR_N = re.compile(r"[ᅡ-ᅵᆫ]$")  # after these 률 and 렬 are 율 and 열
_AT_A_START = (  # the law of initial sounds
    (re.compile(r"^ᄅ(?=[ᅣᅧᅨᅭᅲᅵ])"), "ᄋ"),
    (re.compile(r"^ᄅ"), "ᄂ"),
    (re.compile(r"^ᄂ(?=[ᅣᅧᅭᅲᅵ])"), "ᄋ"),
)


@functools.cache
def _standard() -> tuple[list[bytes], str]:
    return [character.encode("euc_kr") for character in _FIRST_OF_READING[1::2]], _FIRST_OF_READING[::2]


@functools.lru_cache(maxsize=8192)
def reading(character: str) -> str:
    """The reading, one syllable; "" for what KS X 1001 lacks: simplified, rare and other characters."""
    character = unicodedata.normalize("NFC", character)
    if common := _COMMON.get(character):
        return common
    try:
        place = character.encode("euc_kr")
    except UnicodeEncodeError:
        return ""
    firsts, readings = _standard()
    return readings[bisect.bisect_right(firsts, place) - 1] if place >= firsts[0] else ""


def as_hangul(text: str, words: Callable[[str], list[tuple[str, str]]]) -> str:
    """`words`: a run of characters -> (part, its reading or "") in order. What has no reading stays as it is."""
    return RUN.sub(lambda m: _read(m[0], words, text[: m.start()]), text)


def _read(run: str, words: Callable[[str], list[tuple[str, str]]], before: str) -> str:
    known: list[str] = []  # of each character, where a word decides
    for piece in filter(None, _KNOWN.split(run)):
        for part, hangul in [(piece, _WORDS[piece])] if piece in _WORDS else words(piece):
            known += hangul if len(hangul) == len(part) > 1 else [""] * len(part)
    syllables: list[str] = []
    for index, syllable in enumerate(known):
        syllables.append(syllable or _single(run, index, syllables[-1] if index else ""))
    whole = "".join(syllables)
    return whole if before[-1:].isalpha() else _at_start(whole)


def _single(run: str, index: int, before: str) -> str:
    character, following = run[index], run[index + 1 : index + 2]
    hangul = reading(character)
    if character == "金" and not index and (following == "氏" or (len(run) == 3 and following not in _GOLD)):
        return "김"
    if character == "不" and following and unicodedata.normalize("NFD", reading(following))[:1] in ("ᄃ", "ᄌ"):
        return "부"
    if hangul in ("률", "렬") and before and _VOWEL_OR_N.search(unicodedata.normalize("NFD", before)):
        return {"률": "율", "렬": "열"}[hangul]
    return hangul or character


def _at_start(said: str) -> str:
    """녀자 -> 여자, 로인 -> 노인, 리론 -> 이론."""
    apart = unicodedata.normalize("NFD", said)
    for pattern, replacement in _AT_A_START:
        if pattern.search(apart):
            return unicodedata.normalize("NFC", pattern.sub(replacement, apart))
    return said
