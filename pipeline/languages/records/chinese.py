"""Chinese, and Cantonese, which is written with its characters."""

from __future__ import annotations

from pipeline.languages import scripts
from pipeline.languages.record import CreditWords, Dialogue, FormulaWords, Headings, Language

LANGUAGES = (
    Language(
        tag="zh",
        name="Chinese",
        script=scripts.HAN,
        beside_script=scripts.BOPOMOFO,
        script_tells=True,
        codes="zho chi cmn",
        called={
            "zh": (
                "chinese chinesisch chinois chino cinese chinês mandarin putonghua zhongwen китайский 中文 中国語 "
                "汉语 漢語 华语 華語 国语 國語 普通话 普通話"
            ),
            "zh-Hans": "简体中文 简体 simplified-chinese chinese-simplified",
            "zh-Hant": "繁體中文 繁体中文 繁體 正體中文 traditional-chinese chinese-traditional",
        },
        slips={
            "cn": "zh",
            "chs": "zh-Hans",
            "cht": "zh-Hant",
            "zh-chs": "zh-Hans",
            "zh-cht": "zh-Hant",
            "zh-cn-hans": "zh-Hans-CN",
        },
        reads="cmn",
        unspaced=True,
        dialogue=Dialogue(verbs="说道|說道|问道|問道|答道|笑道|喊道|叫道|怒道|叹道|说|說|问|問|答|曰|道|云"),
        headings=Headings(alone=("序|序言|前言|自序|楔子|引子|后记|後記|跋|尾声|尾聲|目录|目錄|目次|凡例|附录|附錄")),
        titles={
            "cover": "封面",
            "title-page": "扉(页|頁)?|书名页",
            "imprint": ("书籍信息|書籍信息|制作说明|版权(页|信息|声明)?|版權(頁|聲明|資訊)?|[关關][于於]本[书書]"),
            "dedication": "献(词|辞|給)|獻(詞|辭|給)",
            "epigraph": "题词|題詞|题记|題記",
            "contents": "目[录錄次]",
            "illustrations": "插图(目录)?|圖版目錄",
            "foreword": "推[荐薦]序.{0,3}|出版(说明|說明|前言)|代序|推荐序|推薦序",
            "preface": ".{0,4}前言|.{0,5}序|序言|前言",
            "introduction": "导[言论讀读]|導[言論讀]|引言|绪[论言]|緒論",
            "prologue": "序[章幕]|楔子|引子",
            "epilogue": "尾[声聲]|终章",
            "afterword": "后记|後記|跋|编后记|編後記",
            "acknowledgements": "致谢|致謝|鸣谢",
            "appendix": "附[录錄]( .{0,40})?",
            "notes": "注释|註釋|注釋|附注|注|註",
            "glossary": "词汇表|詞彙表",
            "bibliography": "参考文献|參考文獻",
            "index": "索引",
            "advertisement": ("(作者|著者)(简介|簡介|介绍|介紹|プロフィール)|[内內]容(简介|簡介|提要)|编辑推荐|封底"),
        },
        credits=CreditWords(
            opening="片头",
            closing="片尾",
            title="《{title}》。",
            by="《{title}》，作者{authors}。",
            joint="、",
            narrated="由合成语音{narrator}朗读。",
            end="全书完。",
            been="您刚才收听的是《{title}》。",
            been_by="您刚才收听的是《{title}》，作者{authors}。",
            disclosure="本录音并非真人朗读，其声音经声音所有者同意，由人工智能克隆而成。",
        ),
        formulas=FormulaWords(
            signs=("加|减|等于|乘以|除以|除以|小于|大于|小于等于|大于等于|不等于|约等于|正负|趋于|属于|无穷大"),
            squared="{}的平方",
            cubed="{}的立方",
            power="{}的{}次方",
            index="{} {}",
            root="根号{}",
            fraction="{1}分之{0}",
        ),
        spoken="pipeline.languages.spoken.chinese.rules",
    ),
    Language(
        tag="yue",
        name="Cantonese",
        script=scripts.HAN,
        codes="yue",
        called={"yue": "cantonese 粤语 粵語 广东话 廣東話"},
        unspaced=True,
        spoken="pipeline.languages.spoken.chinese.rules",
    ),
)
