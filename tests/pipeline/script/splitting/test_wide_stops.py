"""`．` ends Japanese and Chinese sentences, except in figures, section numbers and initials."""

from __future__ import annotations

import pytest

from pipeline.script.splitting.sentences import split


@pytest.mark.parametrize(
    ("sentences", "language"),
    [
        (["これは本である．", "長さは3．5センチだ．", "それで，終わり．"], "ja"),
        (["１．はじめに　ここで述べる．", "次に移る．"], "ja"),
        (["彼は「行こう．」と言った．", "そして去った．"], "ja"),
        (["Ｊ．Ｓ．ミルは書いた．"], "ja"),
        (["「そうだ．」", "「ちがう．」"], "ja"),
        (["１９４５．８．１５に終わった．"], "ja"),
        (["はい｡", "いいえ｡"], "ja"),
        (["他笑了．", "我也笑了．"], "zh"),
        (["約三．五倍だ．", "次．"], "ja"),
        (["平家物語（注１）．", "続く。"], "ja"),
    ],
)
def test_wide_stops(sentences: list[str], language: str) -> None:
    assert split("".join(sentences), language) == sentences
