"""The GPT, text to semantic: phones with BERT features and prompt tokens -> semantic tokens, one at a time (SPEC 2).

It is a prefix language model: phones see all phones and no token; tokens see all phones and the tokens before them.
Blocks are post-norm. Positions of phones and of tokens both start at 0, whatever stands before them.

`prefill` takes whole lines, `decode_step` one token of every slot. Both read and write static buffers alone
(kv_cache.py) and never ask the device anything, so that a step can be captured as a CUDA graph or compiled.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.gpt_sovits.configs import BERT_DIM, GptConfig
from models.gpt_sovits.devices import to_device
from models.gpt_sovits.t2s.kv_cache import KVCache

POSITIONS = 4000  # rows of the position table; a line of 60 s has 1,500 tokens


class TokenEmbedding(nn.Module):
    """An embedding whose key in files ends in `.word_embeddings.weight`."""

    def __init__(self, rows: int, width: int) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(rows, width)

    def forward(self, ids: Tensor) -> Tensor:
        return self.word_embeddings(ids)


class SinePositionalEmbedding(nn.Module):
    """Positional embedding: sine and cosine interleaved, scaled by a learned alpha."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.alpha = nn.Parameter(torch.ones(1))
        self.register_buffer("table", position_table(POSITIONS, width), persistent=False)

    def forward(self, positions: Tensor) -> Tensor:
        return self.alpha * F.embedding(positions, self.table)


def position_table(rows: int, width: int) -> Tensor:
    """(rows, width): sin in even columns, cos in odd ones, frequencies 10000^(-2i / width)."""
    # Networks are built on the meta device and filled from a file, and this table is in no file.
    with torch.device("cpu"):
        frequency = torch.exp(torch.arange(0, width, 2, dtype=torch.float32) * -(math.log(10000.0) / width))
        angle = torch.arange(rows, dtype=torch.float32)[:, None] * frequency
    return torch.stack([angle.sin(), angle.cos()], -1).flatten(1)


class SelfAttention(nn.Module):
    """Parameters of self-attention; the arithmetic is in Layer."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.in_proj_weight = nn.Parameter(torch.zeros(3 * width, width))  # rows of q, k, v
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)


class Layer(nn.Module):
    """A post-norm transformer layer, in parts: callers attend between `qkv` and `after`."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.self_attn = SelfAttention(width)
        self.linear1 = nn.Linear(width, 4 * width)
        self.linear2 = nn.Linear(4 * width, width)
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)

    def qkv(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """x (B, P, width) -> q, k, v, each (B, heads, P, width / heads)."""
        both = F.linear(x, self.self_attn.in_proj_weight, self.self_attn.in_proj_bias)
        q, k, v = both.view(*x.shape[:2], 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        return q, k, v

    def after(self, x: Tensor, attended: Tensor) -> Tensor:
        """x (B, P, width), attended (B, heads, P, width / heads) -> the block's output (B, P, width)."""
        x = self.norm1(x + self.self_attn.out_proj(attended.transpose(1, 2).flatten(2)))
        return self.norm2(x + self.linear2(self.linear1(x).relu_()))


def layer_step(
    layer: Layer, x: Tensor, keys: Tensor, values: Tensor, slot_ids: Tensor, lengths: Tensor, bias: Tensor
) -> Tensor:
    """Runs one position of every slot through one layer: x (B, 1, width), its cache (B, heads, length, width / heads).

    `bias` (B, 1, 1, span) is 0 where a slot may look and -inf elsewhere. A function of its own, so that one
    compilation of it serves all layers.
    """
    q, k, v = layer.qkv(x)
    keys[slot_ids, :, lengths] = k[:, :, 0]
    values[slot_ids, :, lengths] = v[:, :, 0]
    span = bias.shape[-1]
    return layer.after(x, F.scaled_dot_product_attention(q, keys[:, :, :span], values[:, :, :span], bias))


LayerStep = Callable[[Layer, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor], Tensor]


class TextToSemantic(nn.Module):
    def __init__(self, config: GptConfig) -> None:
        super().__init__()
        self.config = config
        width = config.hidden_dim
        self.bert_proj = nn.Linear(BERT_DIM, width)
        self.ar_text_embedding = TokenEmbedding(config.phoneme_vocab_size, width)
        self.ar_text_position = SinePositionalEmbedding(width)
        self.ar_audio_embedding = TokenEmbedding(config.vocab_size, width)
        self.ar_audio_position = SinePositionalEmbedding(width)
        self.h = nn.ModuleDict({"layers": nn.ModuleList(Layer(width, config.heads) for _ in range(config.layers))})
        self.ar_predict_layer = nn.Linear(width, config.vocab_size, bias=False)

    @property
    def layers(self) -> nn.ModuleList:
        return self.h["layers"]

    def cache(self, slots: int, length: int) -> KVCache:
        weight, config = self.ar_predict_layer.weight, self.config
        width = config.hidden_dim // config.heads
        return KVCache.empty(config.layers, slots, config.heads, length, width, weight.device, weight.dtype)

    def embed_line(self, phones: Tensor, bert: Tensor | None, prompt: Tensor) -> Tensor:
        """phones (X), bert (1024, X) or None for zeros, prompt tokens (Y) -> (X + Y, width)."""
        x = self.ar_text_embedding(phones) + self.bert_proj.bias  # added also where there are no features
        if bert is not None:
            x = x + bert.mT.to(x.dtype) @ self.bert_proj.weight.mT
        x = x + self.ar_text_position(torch.arange(len(phones), device=phones.device))
        y = self.ar_audio_embedding(prompt)
        y = y + self.ar_audio_position(torch.arange(len(prompt), device=phones.device))
        return torch.cat([x, y])

    def embed_lines(self, lines: Sequence[tuple[Tensor, Tensor | None, Tensor]]) -> Tensor:
        """embed_line for many lines at once, with few transfers and products whatever their number.

        (phones (X), bert (1024, X) or None, prompt (Y)) of each line -> (B, longest, width), zeros at the end.
        """
        device = self.ar_predict_layer.weight.device
        widths = [(len(phones), len(prompt)) for phones, _, prompt in lines]
        out = self.bert_proj.bias.new_zeros(len(lines), max(map(sum, widths)), self.config.hidden_dim)
        phones, of_phone, place_of_phone = _flat([phones for phones, _, _ in lines], device)
        x = self.ar_text_embedding(phones) + self.bert_proj.bias + self.ar_text_position(place_of_phone)
        features = [(row, bert) for row, (_, bert, _) in enumerate(lines) if bert is not None]
        if features:
            ends = torch.tensor([count for count, _ in widths]).cumsum(0).tolist()
            where = torch.cat([torch.arange(ends[row] - widths[row][0], ends[row]) for row, _ in features]).to(device)
            columns = torch.cat([bert.to(device, x.dtype) for _, bert in features], 1)
            x.index_add_(0, where, columns.mT @ self.bert_proj.weight.mT)
        out[of_phone, place_of_phone] = x
        tokens, of_token, place_of_token = _flat([prompt for _, _, prompt in lines], device)
        y = self.ar_audio_embedding(tokens) + self.ar_audio_position(place_of_token)
        out[of_token, place_of_token + torch.tensor([count for count, _ in widths], device=device)[of_token]] = y
        return out

    def prefill(
        self, x: Tensor, counts: Sequence[int], phone_counts: Sequence[int], slots: Tensor, cache: KVCache
    ) -> Tensor:
        """Runs embedded lines (n, longest, width) into `slots` (n) of the KV cache, in one forward pass.

        Shorter lines are padded on the right, where nothing of theirs looks. -> hidden (n, width) of last positions.
        """
        device = x.device
        lengths, phones = to_device(torch.tensor([counts, phone_counts]), device)
        allowed = prefix_mask(lengths, phones, x.shape[1], padded=len(set(counts)) > 1)
        for index, layer in enumerate(self.layers):
            q, k, v = layer.qkv(x)
            cache.fill(index, slots, k, v)
            x = layer.after(x, F.scaled_dot_product_attention(q, k, v, allowed))
        return x[torch.arange(len(counts), device=device), lengths - 1]

    def decode_step(
        self,
        tokens: Tensor,
        token_positions: Tensor,
        lengths: Tensor,
        slot_ids: Tensor,
        span: int,
        cache: KVCache,
        layer_step: LayerStep = layer_step,
    ) -> Tensor:
        """Runs one token of every slot through all layers. -> hidden (B, width).

        Args:
            tokens, token_positions, lengths, slot_ids: (B) int64 each; the token, its place among the line's tokens,
                positions already in the cache.
            span: positions of the cache to attend to, more than any length.
            layer_step: in place of this module's own, which it equals.
        """
        x = (self.ar_audio_embedding(tokens) + self.ar_audio_position(token_positions))[:, None]
        hidden = torch.arange(span, device=x.device) > lengths[:, None]
        # An additive mask is made once for all layers; a boolean one would be converted in each.
        bias = torch.zeros_like(hidden, dtype=x.dtype).masked_fill_(hidden, -math.inf)[:, None, None]
        for index, layer in enumerate(self.layers):
            x = layer_step(layer, x, cache.keys[index], cache.values[index], slot_ids, lengths, bias)
        return x[:, 0]

    def logits(self, hidden: Tensor) -> Tensor:
        """hidden (B, width) -> (B, vocab_size), in float32: the sampler compares close figures."""
        return self.ar_predict_layer(hidden).float()


def _flat(rows: Sequence[Tensor], device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Concatenates rows (n). -> the values, and of each its row and its place in it; int64."""
    counts = torch.tensor([len(row) for row in rows])
    row = torch.arange(len(rows)).repeat_interleave(counts)
    place = torch.arange(len(row)) - (counts.cumsum(0) - counts)[row]
    values, row, place = to_device(torch.stack([torch.cat(list(rows)).long(), row, place]), device)
    return values, row, place


def prefix_mask(lengths: Tensor, phones: Tensor, longest: int, padded: bool) -> Tensor:
    """lengths, phones (B) -> (B, 1, longest, longest) bool: which query may see which key (last axis).

    Queries in the padding see the first key: one that sees none would come out as NaN.
    """
    place = torch.arange(longest, device=lengths.device)
    query, key = place[:, None], place[None]
    phones = phones[:, None, None]
    allowed = (key < phones) | ((query >= phones) & (key <= query))
    if padded:
        lengths = lengths[:, None, None]
        allowed = (allowed & (key < lengths)) | (key == 0)
    return allowed[:, None]
