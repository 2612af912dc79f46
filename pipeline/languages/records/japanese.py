"""Japanese."""

from __future__ import annotations

from pipeline.languages import scripts
from pipeline.languages.record import CreditWords, Dialogue, FormulaWords, Headings, Language

LANGUAGES = (
    Language(
        tag="ja",
        name="Japanese",
        script=scripts.KANA,
        beside_script=scripts.HAN + scripts.HALF_WIDTH_KANA,
        script_tells=True,
        codes="jpn",
        called={
            "ja": ("japanese japanisch japonais japonés giapponese japonês nihongo японский 日本語 日语 日語 日文")
        },
        slips={"jp": "ja", "jap": "ja"},
        unspaced=True,
        dialogue=Dialogue(verbs=("言った|言う|云った|いった|訊いた|聞いた|尋ねた|答えた|叫んだ|呟いた|囁いた|笑った")),
        headings=Headings(alone="はじめに|おわりに|あとがき|まえがき|序文|解説|目次|凡例"),
        titles={
            "cover": "表紙|書影",
            "title-page": "本扉",
            "imprint": ("電子書籍版について|底本(について)?|奥付|著作権.{0,6}|この(文書|本|電子書籍)について|書誌情報"),
            "dedication": "献辞",
            "contents": "総目次",
            "preface": ".{0,6}凡例|例言|序文|はじめに|まえがき|緒言",
            "introduction": "序論|解題",
            "prologue": "プロローグ",
            "epilogue": "終章|エピローグ",
            "afterword": "(訳者|译|譯)(あとがき|后记|後記)|あとがき|おわりに|結び|解説",
            "acknowledgements": "謝辞",
            "appendix": "付録",
            "notes": "脚注|訳注|後注|注釈(一覧)?",
            "glossary": "術語.{0,3}|用語集",
            "advertisement": "関連書籍|著者(紹介|略歴|について)",
        },
        credits=CreditWords(
            opening="オープニングクレジット",
            closing="エンディングクレジット",
            title="『{title}』。",
            by="『{title}』、{authors}作。",
            joint="、",
            narrated="朗読は合成音声、{narrator}です。",
            end="おわり。",
            been="『{title}』をお送りしました。",
            been_by="{authors}作、『{title}』をお送りしました。",
            disclosure=(
                "この録音は人が読んでいるものではありません。声の持ち主の同意を得て、人工知能が複製した音声です。"
            ),
        ),
        formulas=FormulaWords(
            signs=(
                "プラス|マイナス|イコール|かける|わる|わる|小なり|大なり|小なりイコール|大なりイコール|"
                "ノットイコール|ニアリーイコール|プラスマイナス|から|属する|無限大"
            ),
            squared="{}の二乗",
            cubed="{}の三乗",
            power="{}の{}乗",
            index="{} {}",
            root="ルート{}",
            fraction="{1}分の{0}",
        ),
        spoken="pipeline.languages.spoken.japanese.rules",
    ),
)
