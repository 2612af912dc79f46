"""BERT features of Chinese text: one vector per character, spread over its phones, as the GPT's input."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from models.gpt_sovits.buckets import length_buckets
from models.gpt_sovits.conditioning.pretrained import load_pretrained
from models.gpt_sovits.configs import BERT_DIM
from models.gpt_sovits.devices import to_device
from models.gpt_sovits.frontend.mixed import Phrase
from pipeline.errors import VoiceError

BERT_CHARACTERS = {"cpu": 2048, "cuda": 32768}  # in one pass, padding included


class Bert:
    """Chinese RoBERTa. A feature is the output of the third layer from the end, one vector per character."""

    def __init__(self, folder: Path, device: torch.device) -> None:
        """Raises VoiceError: the folder is no BERT of width 1024. MissingExtraError: transformers is not installed."""
        self.tokenizer = load_pretrained("AutoTokenizer", folder, "chinese-roberta-wwm-ext-large")
        config = load_pretrained("BertConfig", folder, "chinese-roberta-wwm-ext-large")
        if config.hidden_size != BERT_DIM or config.num_hidden_layers < 3:
            raise VoiceError(
                f"{folder}: a BERT of {config.num_hidden_layers} layers and width {config.hidden_size}; "
                f"the voices were trained with chinese-roberta-wwm-ext-large (width {BERT_DIM})"
            )
        # The last two layers are not needed.
        self.model = load_pretrained(
            "BertModel",
            folder,
            "chinese-roberta-wwm-ext-large",
            add_pooling_layer=False,
            num_hidden_layers=config.num_hidden_layers - 2,
        ).to(device)

    @torch.inference_mode()
    def features(self, texts: Sequence[str]) -> list[Tensor]:
        """texts -> (characters, 1024) each. Batched by length: a whole pass in one batch would be mostly padding."""
        device = self.model.device
        first, last, pad = (self.tokenizer.cls_token_id, self.tokenizer.sep_token_id, self.tokenizer.pad_token_id)
        rows = [[first, *self.tokenizer.convert_tokens_to_ids(list(text)), last] for text in texts]
        features: list[Tensor] = [torch.empty(0)] * len(rows)
        most = BERT_CHARACTERS.get(device.type, BERT_CHARACTERS["cuda"])
        for bucket in length_buckets([len(row) for row in rows], most):
            longest = len(rows[bucket[-1]])
            ids = torch.tensor([rows[i] + [pad] * (longest - len(rows[i])) for i in bucket])
            valid = torch.arange(longest) < torch.tensor([len(rows[i]) for i in bucket])[:, None]
            hidden = self.model(
                input_ids=to_device(ids, device), attention_mask=to_device(valid.long(), device)
            ).last_hidden_state
            for i, vectors in zip(bucket, hidden, strict=True):
                features[i] = vectors[1 : len(rows[i]) - 1]
        return features


def bert_features(phrases: Sequence[Phrase], bert: Bert | None) -> list[Tensor | None]:
    """(1024, phones) of each phrase, zero outside Chinese; None where a phrase has no Chinese at all."""
    texts = [segment.norm for phrase in phrases for segment in phrase.segments if segment.language == "zh"]
    if not texts or bert is None:
        return [None] * len(phrases)
    by_segment = iter(bert.features(texts))
    features: list[Tensor | None] = []
    for phrase in phrases:
        if not any(segment.language == "zh" for segment in phrase.segments):
            features.append(None)
            continue
        parts = []
        for segment in phrase.segments:
            if segment.language == "zh":
                vectors = next(by_segment)
                counts = to_device(torch.tensor(segment.counts), vectors.device)
                parts.append(vectors.repeat_interleave(counts, 0, output_size=len(segment.phones)).mT)
            else:
                parts.append(torch.zeros(BERT_DIM, len(segment.phones), device=bert.model.device))
        features.append(torch.cat(parts, 1))
    return features
