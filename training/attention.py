"""The attention module at a bottleneck, in its five forms.

BAM: Bottleneck Attention Module (Park, Woo, Lee, Kweon; BMVC 2018, arXiv 1807.06514), equations 1 to 4:

    F' = F + F * M(F)                                     (1)
    M(F) = sigmoid(Mc(F) + Ms(F))                         (2)
    Mc(F) = BN(W1 (W0 AvgPool(F) + b0) + b1)              (3)   C -> C/r -> C
    Ms(F) = BN(f3 1x1(f2 3x3(f1 3x3(f0 1x1(F)))))         (4)   C -> C/r -> C/r -> C/r -> 1, 3x3s dilated by d

Feature maps are (B, C, H, W); m = C // r hidden channels. H and W need not be equal.

NOTE: the paper prints neither ReLU nor BatchNorm inside the branches. The released code (Jongchan/attention-module at
459efad, MODELS/bam.py) has both after every hidden layer, and so do `paper` and `official` here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

FORMS = ("paper", "official", "blog", "se", "none")
MERGES = ("sum", "product", "max", "channel", "spatial")

# Records a tensor under a name and returns it.
Tap = Callable[[str, Tensor], Tensor]


@dataclass(frozen=True)
class Setting:
    """What a reader chooses for an attention module. The defaults are the paper's."""

    form: str = "paper"
    merge: str = "sum"  # read by `paper` only (table 1b)
    r: int = 16  # reduction ratio, read by every form but `none`
    d: int = 4  # dilation, read by `paper` and `official`

    def __post_init__(self):
        if self.form not in FORMS:
            raise ValueError(f'form is "{self.form}", expected one of {", ".join(FORMS)}')
        if self.merge not in MERGES:
            raise ValueError(f'merge is "{self.merge}", expected one of {", ".join(MERGES)}')
        if self.d < 1:
            raise ValueError(f"d = {self.d}, expected 1 or more")

    def hidden(self, channels: int) -> int:
        """m = C // r."""
        if not 1 <= self.r <= channels:
            raise ValueError(f"r = {self.r} leaves no channel of {channels}; r must be from 1 to {channels}")
        return channels // self.r

    @property
    def has_channel(self) -> bool:
        return self.form in ("official", "blog", "se") or (self.form == "paper" and self.merge != "spatial")

    @property
    def has_spatial(self) -> bool:
        return self.form in ("official", "blog") or (self.form == "paper" and self.merge != "channel")


class ChannelBranch(nn.Module):
    """Mc: (B, C, H, W) -> (B, C), logits."""

    def __init__(self, channels: int, hidden: int, *, bias: bool, norm: bool, end_norm: bool):
        super().__init__()
        self.fc0 = nn.Linear(channels, hidden, bias=bias)
        self.bn0 = nn.BatchNorm1d(hidden) if norm else nn.Identity()
        self.fc1 = nn.Linear(hidden, channels, bias=bias)
        self.bn1 = nn.BatchNorm1d(channels) if end_norm else nn.Identity()

    def forward(self, f: Tensor, tap: Tap) -> Tensor:
        pooled = tap("channel.pooled", f.mean(dim=(2, 3)))  # (B, C, H, W) -> (B, C)
        hidden = tap("channel.hidden", functional.relu(self.bn0(self.fc0(pooled))))  # (B, m)
        return tap("channel.logits", self.bn1(self.fc1(hidden)))


class SpatialBranch(nn.Module):
    """Ms of `paper` and `official`: (B, C, H, W) -> (B, 1, H, W), logits."""

    def __init__(self, channels: int, hidden: int, d: int, *, end_norm: bool):
        super().__init__()
        self.reduce = nn.Conv2d(channels, hidden, 1)
        self.bn0 = nn.BatchNorm2d(hidden)
        # padding = d keeps H x W.
        self.dilated1 = nn.Conv2d(hidden, hidden, 3, padding=d, dilation=d)
        self.bn1 = nn.BatchNorm2d(hidden)
        self.dilated2 = nn.Conv2d(hidden, hidden, 3, padding=d, dilation=d)
        self.bn2 = nn.BatchNorm2d(hidden)
        self.project = nn.Conv2d(hidden, 1, 1)
        self.bn3 = nn.BatchNorm2d(1) if end_norm else nn.Identity()

    def forward(self, f: Tensor, tap: Tap) -> Tensor:
        x = tap("spatial.reduced", functional.relu(self.bn0(self.reduce(f))))  # (B, m, H, W)
        x = tap("spatial.dilated1", functional.relu(self.bn1(self.dilated1(x))))
        x = tap("spatial.dilated2", functional.relu(self.bn2(self.dilated2(x))))
        return tap("spatial.logits", self.bn3(self.project(x)))


class StatisticsBranch(nn.Module):
    """Ms of `blog`: a 7x7 convolution on the mean and the standard deviation over channels, in this order.

    (B, C, H, W) -> (B, 1, H, W), logits. The deviation is the unbiased one (divides by C - 1).
    """

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, 7, padding=3, bias=False)

    def forward(self, f: Tensor, tap: Tap) -> Tensor:
        std, mean = torch.std_mean(f, dim=1, keepdim=True, correction=1)
        return tap("spatial.logits", self.conv(torch.cat([mean, std], dim=1)))  # (B, 2, H, W) -> (B, 1, H, W)


class Attention(nn.Module):
    """One module: F -> F', both (B, C, H, W). Which branches exist follows from the form and the merge."""

    def __init__(self, setting: Setting, channels: int):
        super().__init__()
        self.setting = setting
        norm = setting.form in ("paper", "official")
        end_norm = setting.form == "paper"
        if setting.has_channel:
            bias = setting.form != "blog"
            hidden = setting.hidden(channels)
            self.channel = ChannelBranch(channels, hidden, bias=bias, norm=norm, end_norm=end_norm)
        if setting.has_spatial:
            if setting.form == "blog":
                self.spatial = StatisticsBranch()
            else:
                self.spatial = SpatialBranch(channels, setting.hidden(channels), setting.d, end_norm=end_norm)

    def forward(self, f: Tensor, tap: Tap) -> Tensor:
        tap("before", f)
        if self.setting.form == "none":
            return tap("after", f)
        attention = self.attention(f, tap).expand_as(f)
        tap("attention", attention)
        if self.setting.form == "se":
            return tap("after", f * attention)
        return tap("after", f + f * attention)

    def attention(self, f: Tensor, tap: Tap) -> Tensor:
        """M(F) in (0, 1), of a shape that broadcasts to F's."""
        # (B, C) -> (B, C, 1, 1), to broadcast against the spatial logits (B, 1, H, W).
        mc = self.channel(f, tap)[:, :, None, None] if self.setting.has_channel else None
        ms = self.spatial(f, tap) if self.setting.has_spatial else None
        if mc is None or ms is None:
            return torch.sigmoid(ms if mc is None else mc)
        match self.setting.form, self.setting.merge:
            case "blog", _:
                return torch.sigmoid(mc) * torch.sigmoid(ms)
            case ("official", _) | ("paper", "product"):
                return torch.sigmoid(mc * ms)
            case "paper", "max":
                return torch.sigmoid(torch.maximum(mc, ms))
        return torch.sigmoid(mc + ms)
