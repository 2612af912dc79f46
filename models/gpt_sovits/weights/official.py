"""The official pretrained files: repository, revision and digests.

All lie in one repository of the model hub, at one pinned revision. Digests are sha256 of the whole file, as several
projects that ship them publish; some files of v1, v3 and v4 have none that we know, so their first digest is recorded
when they are fetched (trust on first use) and held from then on. `head_md5` is of the first 8192 bytes (SPEC 1.3).
"""

from __future__ import annotations

from dataclasses import dataclass

REPOSITORY = "lj1995/GPT-SoVITS"
REVISION = "336b2ec4e8d4ac74740798dd40af44e74659ecaf"

BERT = "chinese-roberta-wwm-ext-large"
HUBERT = "chinese-hubert-base"
SPEAKER_NET = "sv/pretrained_eres2netv2w24s4ep4.ckpt"

FLOW_PATHS = {"v3": "s2Gv3.pth", "v4": "gsv-v4-pretrained/s2Gv4.pth"}  # the bases that LoRA files are laid over
# v4's network; v3's is another project's: a folder with config.json and bigvgan_generator.pt.
VOCODERS = {"v3": "models--nvidia--bigvgan_v2_24khz_100band_256x", "v4": "gsv-v4-pretrained/vocoder.pth"}
BIGVGAN_WEIGHTS = "bigvgan_generator.pt"
# MD5 of the first 8192 bytes -> version: bases that neither header nor config names (SPEC 1.3).
FLOW_BASES = {"43797be674a37c1c83ee81081941ed0f": "v3", "4f26b9476d0c5033e04162c486074374": "v4"}


@dataclass(frozen=True, slots=True)
class Official:
    path: str  # in the repository, and below the pretrained folder
    sha256: str = ""
    head_md5: str = ""


_COMMON = (
    Official(f"{HUBERT}/config.json", "c3e5060a1277e0f078cc6be9da4528a605dba6ece93018981fe2c820e5c7b103"),
    Official(f"{HUBERT}/preprocessor_config.json", "dcd684124d06722947939d41ea6ae58dbf10968c60a11a29f23ddc602c64a29b"),
    Official(f"{HUBERT}/pytorch_model.bin", "24164f129c66499d1346e2aa55f183250c223161ec2770c0da3d3b08cf432d3c"),
    Official(f"{BERT}/config.json", "3d57de2fd7e80d0e5c8ff194f0bbb6baa10df7e43fc262a0cc71298a78b0a3e5"),
    Official(f"{BERT}/tokenizer.json", "173796956820ea27bd14f76bf28162607ff4254807e2948253eb5b46f5bb643b"),
    Official(f"{BERT}/pytorch_model.bin", "e53a693acc59ace251d143d068096ae0d7b79e4b1b503fa84c9dcf576448c1d8"),
)
_S1V3 = Official("s1v3.ckpt", "87133414860ea14ff6620c483a3db5ed07b44be42e2c3fcdad65523a729a745a")
_SPEAKER = Official(SPEAKER_NET, "4f5a0bf73c61eb41b174e1bb54e7ee3c83233892be8e0af1f187024e8e581a35")

FILES: dict[str, tuple[Official, ...]] = {
    "v1": (
        *_COMMON,
        Official("s1bert25hz-2kh-longer-epoch=68e-step=50232.ckpt"),
        Official("s2G488k.pth", head_md5="dc3c97e17592963677a4a1681f30c653"),
    ),
    "v2": (
        *_COMMON,
        Official("gsv-v2final-pretrained/s1bert25hz-5kh-longer-epoch=12-step=369668.ckpt",
                 "732f94e63b148066e24c7f9d2637f3374083e637635f07fbdb695dee20ddbe1f"),
        Official("gsv-v2final-pretrained/s2G2333k.pth",
                 "924fdccaa3c574bf139c25c9759aa1ed3b3f99e19a7c529ee996c2bc17663695",
                 "6642b37f3dbb1f76882b69937c95a5f3"),
    ),
    "v2Pro": (
        *_COMMON, _S1V3, _SPEAKER,
        Official("v2Pro/s2Gv2Pro.pth", "0f8ead815234365edf045c6d86370ed6e4f440e8195be77ff0ea72684ad406a5",
                 "c7e9fce2223f3db685cdfa1e6368728a"),
    ),
    "v2ProPlus": (
        *_COMMON, _S1V3, _SPEAKER,
        Official("v2Pro/s2Gv2ProPlus.pth", "d42a22bbbf65fb2bbdd45ad6a66841156977db45c7aabe0a6992ff378d9c7d3b",
                 "66b313e39455b57ab1b0bc0b239c9d0a"),
    ),
    # Bases, which LoRA files are laid over, and vocoders. Of these no digests are known either.
    "v3": (
        *_COMMON, _S1V3,
        Official(FLOW_PATHS["v3"], head_md5="43797be674a37c1c83ee81081941ed0f"),
        Official(f"{VOCODERS['v3']}/config.json"),
        Official(f"{VOCODERS['v3']}/{BIGVGAN_WEIGHTS}"),
    ),
    "v4": (
        *_COMMON, _S1V3,
        Official(FLOW_PATHS["v4"], head_md5="4f26b9476d0c5033e04162c486074374"),
        Official(VOCODERS["v4"]),
    ),
}  # fmt: skip
