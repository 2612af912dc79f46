"""Chinese tone sandhi: merged words, 不, 一, neutral tones, third tones, 儿 (SPEC 4.3).

A syllable is written with its tone last: "ni3"; 5 is the neutral tone. Punctuation has the syllable "".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Words whose last syllable is neutral although its character has a tone of its own, and the phrase dictionary does not
# say so. They are those of PaddleSpeech's tone_sandhi (Apache-2.0), by which the voices were trained; 天气, 知道 and
# 晚上 have full tones there.
_NEUTRAL = frozenset(
    "一辈 丈人 丈夫 上司 上头 下巴 下水 不由 世故 东家 东西 两口 丧气 丫头 主意 买卖 事情 云彩 交情 亲戚 人家 什么 "
    "介绍 他们 休息 伙计 位置 体面 你们 佩服 使唤 便宜 倒腾 兄弟 先生 公公 关系 养活 冒失 冤家 冤枉 冷战 凉快 凑合 "
    "凤凰 出息 分析 利害 利索 利落 别人 别扭 刺激 刺猬 前头 力气 功夫 动弹 动静 勤快 匀称 包涵 包袱 千斤 厉害 厚道 "
    "叔叔 口袋 叫唤 吆喝 合同 吉他 名堂 名字 后头 吓唬 含糊 告示 告诉 和尚 咕噜 咖喱 咱们 咳嗽 哆嗦 哈欠 哥哥 唾沫 "
    "商量 喇叭 喉咙 喜欢 喽啰 嘀咕 嘟囔 嘱咐 嘴巴 困难 在乎 地方 地道 壮实 外头 外甥 多么 多少 大人 大夫 大意 大方 "
    "大爷 太太 太阳 头发 女婿 奴才 奶奶 妈妈 妖精 妥当 妯娌 妹妹 姐夫 姐姐 姑娘 委屈 姥爷 娃娃 娘家 婆婆 婆家 媒人 "
    "媳妇 嫁妆 字号 学问 官司 宝宝 实在 客气 寒碜 寡妇 对付 对头 将军 将就 小伙 小气 少爷 屁股 屋子 岁数 工夫 差事 "
    "巴掌 巴结 师傅 师父 希罕 帐篷 帮手 干事 幸福 庄稼 应酬 开通 弄堂 弟兄 弟弟 张罗 得罪 心思 志气 忙活 快活 念叨 "
    "念头 怎么 思量 怪物 悟性 惦记 意思 意识 懂得 戏弄 我们 戒指 扁担 扎实 扑腾 打发 打听 打扮 打算 打量 扫帚 扫把 "
    "折腾 护士 报复 抬举 拖沓 招呼 招牌 拨弄 拳头 拾掇 指头 指甲 挑剔 挖苦 提防 收成 收拾 故事 新鲜 时候 明白 星星 "
    "显得 晓得 暖和 月亮 月饼 朋友 木匠 木头 本事 机灵 枇杷 枕头 架势 柴火 栅栏 核桃 棉花 棒槌 棺材 槟榔 模糊 欺负 "
    "正经 母亲 比方 泥鳅 活泼 消息 清楚 温和 溜达 滑溜 漂亮 火候 灯笼 炊帚 点心 烂糊 烟筒 烧饼 热闹 照顾 熟悉 爱人 "
    "父亲 爷爷 爸爸 爽快 牌楼 牙碜 牢骚 牲口 特务 状元 狐狸 猩猩 玄乎 玫瑰 玻璃 琉璃 琢磨 琵琶 甘蔗 甜头 生意 畜生 "
    "疏忽 疙瘩 疟疾 痛快 痢疾 白净 盘算 盘缠 相声 眉毛 眨巴 眯缝 眼睛 知识 石匠 石头 石榴 码头 砚台 祖宗 福气 秀才 "
    "秀气 秧歌 称呼 稀罕 稳当 窗户 窝囊 窟窿 笑话 笑语 笤帚 答应 算盘 算计 篱笆 簸箕 粮食 精神 糊涂 糟蹋 糨糊 累赘 "
    "红火 结实 编辑 翻腾 老婆 老实 老爷 耳朵 耷拉 耽搁 耽误 聪明 胡同 胡琴 胡萝 胭脂 胳膊 能耐 脊梁 脑袋 脾气 膏药 "
    "自在 舅舅 舌头 舒坦 舒服 芝麻 苍蝇 苗条 荒唐 荸荠 菩萨 萝卜 葡萄 葫芦 薄荷 蘑菇 蚂蚱 蛤蟆 蜡烛 蝈蝈 行当 行李 "
    "街坊 衙门 衣服 补丁 裁缝 见识 规矩 觉得 计划 认识 记号 记得 记性 讲究 豆腐 财主 费用 趔趄 跳蚤 踏实 转悠 过去 "
    "运气 这么 连累 迷糊 造化 逻辑 道士 邋遢 那么 部分 里头 里脊 钥匙 铁匠 铃铛 铺盖 门道 闺女 阔气 队伍 难为 风筝 "
    "馄饨 馒头 首饰 马虎 骆驼 骨头 高粱 鸳鸯 麻利 麻烦 鼻子".split()
)
# Words that end like those of a rule but keep their tones.
_FULL = frozenset(
    "男子 女子 分子 原子 量子 莲子 石子 瓜子 电子 学子 父子 母子 孔子 老子 孟子 庄子 君子 才子 王子 太子 弟子 "
    "之子 孝子 浪子 赤子 卵子 质子 中子 人人 虎虎 干嘛 哈哈 数数 袅袅 局地 以下 以上 以里 耕地 想想 熙熙 攘攘 "
    "死死 冉冉 恳恳 佼佼 吵吵 打打 考考 整整 莘莘 落地 青青 天天 年年 刚刚 常常 往往 渐渐 慢慢 偏偏 仅仅 纷纷 "
    "深深 轻轻 静静 默默 悄悄 土地 大地 天地 草地 阵地 基地 目的 的的 楼上 地下 天下 乡下".split()
)
_PARTICLES = frozenset("吧呢啊呐噻嘛吖嗨哦哒滴哩哟喽啰耶喔诶吗呀哇啦")
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿")
# 儿 that is a syllable of its own, and words where it is never an ending.
_CHILD = frozenset("女儿 婴儿 幼儿 孤儿 少儿 男儿 健儿 小儿 胎儿 宠儿 混血儿 孩儿 生儿 托儿 育儿 新生儿 儿".split())


@dataclass(slots=True)
class ChineseWord:
    text: str
    tag: str  # part of speech as jieba has it: n, v, a, r (pronoun), f (direction), s (place), u* (particles) ...
    syllables: list[str]


# ---------------------------------------------------------------- merged words


def merged(words: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Merges words that segmentation has split but tone rules take as one: 不|要, 看|一|看, 一|百, 想|想, 花|儿."""
    out: list[tuple[str, str]] = []
    for index, (text, tag) in enumerate(words):
        before = out[-1] if out else None
        if before and before[0] in ("不", "第"):
            out[-1] = (before[0] + text, tag)
        elif (
            before
            and before[0][-1:] == "一"
            and len(before[0]) == 2
            and before[0][0] == text
            and words[index - 1][0] in ("一", before[0])
        ):
            out[-1] = (before[0] + text, before[1])  # 看一 + 看
        elif (
            before
            and text == "一"
            and len(before[0]) == 1
            and before[1].startswith("v")
            and index + 1 < len(words)
            and words[index + 1][0] == before[0]
        ):
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


def with_tones(words: list[ChineseWord], pieces: Callable[[str], list[str]]) -> list[ChineseWord]:
    """`pieces` splits a word into the two dictionary words that it is made of."""
    words = _joined_thirds(words)
    for word in words:
        _bu(word)
        _yi(word)
        _neutral(word, pieces)
        _third(word, pieces)
        _er(word)
    return words


def _tone(word: ChineseWord, index: int) -> str:
    return word.syllables[index][-1:]


def _set(word: ChineseWord, index: int, tone: str) -> None:
    if word.syllables[index]:
        word.syllables[index] = word.syllables[index][:-1] + tone


def _joined_thirds(words: list[ChineseWord]) -> list[ChineseWord]:
    """Neighbours of up to three syllables in third tones are one unit for the third-tone rule: 很|勇敢."""
    out: list[ChineseWord] = []
    for word in words:
        before = out[-1] if out else None
        if (
            before
            and word.tag != "w" != before.tag
            and len(before.text) + len(word.text) <= 3
            and not (len(before.text) == 2 and before.text[0] == before.text[1])
            and _tone(before, -1) == _tone(word, 0) == "3"
        ):
            out[-1] = ChineseWord(before.text + word.text, before.tag, before.syllables + word.syllables)
        else:
            out.append(word)
    return out


def _bu(word: ChineseWord) -> None:
    """不: neutral inside 看不懂, rising before a falling tone."""
    if len(word.text) == 3 and word.text[1] == "不":
        _set(word, 1, "5")
        return
    for i, character in enumerate(word.text[:-1]):
        if character == "不" and _tone(word, i + 1) == "4":
            _set(word, i, "2")


def _yi(word: ChineseWord) -> None:
    """一: flat as a numeral, neutral inside 看一看, rising before a falling tone, falling before the others."""
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
        _set(word, i, "2" if _tone(word, i + 1) in "45" else "4")


def _neutral(word: ChineseWord, pieces: Callable[[str], list[str]]) -> None:
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
    elif (
        (text in ("了", "着", "过") and word.tag in ("ul", "uz", "ug"))
        or (len(text) > 1 and last in "们子" and word.tag[:1] in "rn" and text not in _FULL)
        or (len(text) > 1 and last in "上下里" and word.tag[:1] in "slf" and text not in _FULL)
        or (len(text) > 1 and last in "来去" and text[-2] in "上下进出回过起开")
    ):
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


def _third(word: ChineseWord, pieces: Callable[[str], list[str]]) -> None:
    """Third tones: one before another rises; among three syllables the words inside decide."""
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
            if first == 1:  # 如果|你 keeps its tones, as in training
                _set(word, 1, "2")
        elif thirds[0] and thirds[1]:
            _set(word, 0, "2")
    else:
        for i in range(0, len(thirds) - 1, 2):
            if thirds[i] and thirds[i + 1]:
                _set(word, i, "2")


def _er(word: ChineseWord) -> None:
    """儿 as an ending: it takes the tone of the syllable before it."""
    if len(word.text) > 1 and word.text.endswith("儿") and word.text not in _CHILD and word.text[-2:] not in _CHILD:
        _set(word, -1, _tone(word, -2))
