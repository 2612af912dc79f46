"""Chinese tones in context: which words hang together, 不, 一, neutral tones, third tones, 儿 (SPEC 4.3).

A syllable is written with its tone last: "ni3"; 5 is the neutral tone. Punctuation has the syllable "".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Words whose last syllable is neutral although each of its characters has a tone of its own, where neither the
# phrase dictionary nor a rule below says so.
_NEUTRAL = frozenset(
    "爸爸 妈妈 哥哥 姐姐 弟弟 妹妹 爷爷 奶奶 叔叔 舅舅 太太 先生 丈夫 大夫 学生 朋友 东西 衣服 耳朵 眼睛 鼻子 "
    "嘴巴 头发 胳膊 指头 骨头 石头 木头 馒头 枕头 舌头 拳头 念头 丫头 后头 前头 上头 里头 外头 地方 地道 时候 "
    "工夫 功夫 故事 消息 事情 意思 关系 道理 规矩 名字 称呼 招呼 打听 告诉 知道 认识 明白 清楚 喜欢 愿意 觉得 "
    "记得 显得 晓得 懂得 舒服 漂亮 干净 热闹 便宜 暖和 凉快 厉害 聪明 糊涂 老实 麻烦 客气 结实 大方 马虎 新鲜 "
    "合同 部分 运气 脾气 力气 福气 火候 天气 月亮 太阳 云彩 晚上 早上 庄稼 粮食 豆腐 点心 包袱 行李 钥匙 玻璃 "
    "窗户 屋子 棉花 葡萄 萝卜 芝麻 苍蝇 蚂蚱 蛤蟆 狐狸 骆驼 牲口 畜生 师傅 裁缝 木匠 媳妇 亲戚 姑娘 闺女 伙计 "
    "掌柜 和尚 秀才 状元 将军 奴才 祖宗 冤家 应酬 交情 笑话 谈话 商量 收拾 打扮 打算 休息 照顾 吩咐 嘱咐 答应 "
    "埋怨 折腾 琢磨 体谅 佩服 耽误 糟蹋 哆嗦 挪动 摆布 摸索 溜达 凑合 疙瘩 动静 机灵 利索 痛快 爽快 勤快 别扭 "
    "含糊 迷糊 模糊 踏实 扎实 厚道 在乎 似乎 至于 多么 什么 怎么 那么 这么 我们 你们 他们 咱们 人家 大爷 大娘 "
    "老爷 少爷 婆婆 公公 星星 宝宝 娃娃 猩猩 蝈蝈".split())
# Words that end like those of a rule but keep their tones.
_FULL = frozenset(
    "男子 女子 分子 原子 量子 莲子 石子 瓜子 电子 学子 父子 母子 孔子 老子 孟子 庄子 君子 才子 王子 太子 弟子 "
    "之子 孝子 浪子 赤子 卵子 质子 中子 人人 虎虎 干嘛 哈哈 数数 袅袅 局地 以下 以上 以里 耕地 想想 熙熙 攘攘 "
    "死死 冉冉 恳恳 佼佼 吵吵 打打 考考 整整 莘莘 落地 青青 天天 年年 刚刚 常常 往往 渐渐 慢慢 偏偏 仅仅 纷纷 "
    "深深 轻轻 静静 默默 悄悄 土地 大地 天地 草地 阵地 基地 目的 的的 楼上 地下 天下 乡下".split())
_PARTICLES = frozenset("吧呢啊呐噻嘛吖嗨哦哒额滴哩哟喽啰耶喔诶吗呀哇啦")
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿")
# 儿 that is a syllable of its own, and words where it is never an ending.
_CHILD = frozenset("女儿 婴儿 幼儿 孤儿 少儿 男儿 健儿 小儿 胎儿 宠儿 混血儿 孩儿 生儿 托儿 育儿 新生儿 儿".split())


@dataclass(slots=True)
class Word:
    text: str
    tag: str  # part of speech as jieba has it: n, v, a, r (pronoun), f (direction), s (place), u* (particles) ...
    syllables: list[str]


# ---------------------------------------------------------------- words that hang together


def merged(words: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Segmentation splits what is said in one breath: 不|要, 看|一|看, 一|百, 想|想, 花|儿."""
    out: list[tuple[str, str]] = []
    for index, (text, tag) in enumerate(words):
        before = out[-1] if out else None
        if before and before[0] in ("不", "第"):
            out[-1] = (before[0] + text, tag)
        elif (before and before[0][-1:] == "一" and len(before[0]) == 2 and before[0][0] == text
              and words[index - 1][0] in ("一", before[0])):
            out[-1] = (before[0] + text, before[1])  # 看一 + 看
        elif before and text == "一" and len(before[0]) == 1 and before[1].startswith("v") \
                and index + 1 < len(words) and words[index + 1][0] == before[0]:
            out[-1] = (before[0] + "一", before[1])
        elif before and before[0] == "一" and text != "一":
            out[-1] = ("一" + text, tag)
        elif before and text == before[0] and tag != "w":
            out[-1] = (before[0] + text, before[1])
        elif before and text == "儿" and before[0] not in ("#", ""):
            out[-1] = (before[0] + "儿", before[1])
        else:
            out.append((text, tag))
    return out


# ---------------------------------------------------------------- tones


def with_tones(words: list[Word], pieces: Callable[[str], list[str]]) -> list[Word]:
    """`pieces` splits a word into the two dictionary words that it is made of."""
    words = _joined_thirds(words)
    for word in words:
        _bu(word)
        _yi(word)
        _neutral(word, pieces)
        _third(word, pieces)
        _er(word)
    return words


def _tone(word: Word, index: int) -> str:
    return word.syllables[index][-1:]


def _set(word: Word, index: int, tone: str) -> None:
    if word.syllables[index]:
        word.syllables[index] = word.syllables[index][:-1] + tone


def _joined_thirds(words: list[Word]) -> list[Word]:
    """Neighbours of up to three syllables in third tones are one unit for the third-tone rule: 很|勇敢."""
    out: list[Word] = []
    for word in words:
        before = out[-1] if out else None
        if before and word.tag != "w" != before.tag and len(before.text) + len(word.text) <= 3 \
                and not (len(before.text) == 2 and before.text[0] == before.text[1]) \
                and _tone(before, -1) == _tone(word, 0) == "3":
            out[-1] = Word(before.text + word.text, before.tag, before.syllables + word.syllables)
        else:
            out.append(word)
    return out


def _bu(word: Word) -> None:
    """不 is neutral inside 看不懂 and rises before a falling tone."""
    if len(word.text) == 3 and word.text[1] == "不":
        _set(word, 1, "5")
        return
    for i, character in enumerate(word.text[:-1]):
        if character == "不" and _tone(word, i + 1) == "4":
            _set(word, i, "2")


def _yi(word: Word) -> None:
    """一 counts flat, is neutral inside 看一看, rises before a falling tone and falls before the others."""
    text = word.text
    if "一" not in text or all(c in _NUMERALS for c in text):
        return
    if len(text) == 3 and text[1] == "一" and text[0] == text[2]:
        _set(word, 1, "5")
        return
    for i, character in enumerate(text[:-1]):
        counts = text[i + 1] in "零一二三四五六七八九" or (i and (text[i - 1] in "第初" or text[i - 1] in _NUMERALS))
        if character != "一" or counts:
            continue
        _set(word, i, "2" if _tone(word, i + 1) == "4" else "4")


def _neutral(word: Word, pieces: Callable[[str], list[str]]) -> None:
    text, last = word.text, word.text[-1]
    if text not in _FULL and word.tag[:1] in "nva":
        for i in range(1, len(text)):
            if text[i] == text[i - 1] and (len(text) == 2):
                _set(word, i, "5")
    if len(text) == 3 and text[1] == "得":  # 跑得快
        _set(word, 1, "5")
    ge = text.find("个")
    if last in _PARTICLES or (last in "的地得" and text not in _FULL):
        if not (text == "得" and word.tag[:1] == "v") and (len(text) == 1 or last != "地" or word.tag[:1] in "du"):
            _set(word, -1, "5")
    elif (text in ("了", "着", "过") and word.tag in ("ul", "uz", "ug")) or (
            len(text) > 1 and last in "们子" and word.tag[:1] in "rn" and text not in _FULL) or (
            len(text) > 1 and last in "上下里" and word.tag[:1] in "slf" and text not in _FULL) or (
            len(text) > 1 and last in "来去" and text[-2] in "上下进出回过起开"):
        _set(word, -1, "5")
    elif text == "个" or (ge >= 1 and (text[ge - 1] in _NUMERALS or text[ge - 1] in "几有两半多各整每做是这那")):
        _set(word, ge, "5")
    elif text in _NEUTRAL or text[-2:] in _NEUTRAL:
        _set(word, -1, "5")
    if len(text) > 2 and text not in _FULL:
        first, second = pieces(text)
        if first in _NEUTRAL and len(first) > 1:
            _set(word, len(first) - 1, "5")
        if second in _NEUTRAL and len(second) > 1:
            _set(word, -1, "5")


def _third(word: Word, pieces: Callable[[str], list[str]]) -> None:
    """A third tone before a third tone rises; in three syllables the words inside decide."""
    thirds = [s[-1:] == "3" for s in word.syllables]
    if len(thirds) == 2:
        if all(thirds):
            _set(word, 0, "2")
    elif len(thirds) == 3:
        first = len(pieces(word.text)[0])
        if all(thirds):
            if first == 2:
                _set(word, 0, "2")
            _set(word, 1, "2")
        elif first == 2 and thirds[0] and thirds[1]:
            _set(word, 0, "2")
        elif thirds[1] and thirds[2]:
            _set(word, 1, "2")
        elif thirds[0] and thirds[1]:
            _set(word, 0, "2")
    else:
        for i in range(0, len(thirds) - 1, 2):
            if thirds[i] and thirds[i + 1]:
                _set(word, i, "2")


def _er(word: Word) -> None:
    """儿 as an ending takes the tone of the syllable before it."""
    if len(word.text) > 1 and word.text.endswith("儿") and word.text not in _CHILD and word.text[-2:] not in _CHILD:
        _set(word, -1, _tone(word, -2))
