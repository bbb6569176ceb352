"""A ResNet with an attention module at its three bottlenecks: the places between stages.

    photo > stem > stage 1 > BAM 1 > stage 2 > BAM 2 > stage 3 > BAM 3 > stage 4 > pool > classes

He et al., "Deep Residual Learning for Image Recognition", table 1; the modules sit where figure 1 of the BAM paper puts
them. Names of parameters are torchvision's (`conv1`, `bn1`, `layer1.0.conv1`, ..., `fc`), plus `bam1` to `bam3`.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from attention import Attention, Setting, Tap

BLOCKS = {
    "resnet18": (2, 2, 2, 2),
    "resnet34": (3, 4, 6, 3),
    "resnet50": (3, 4, 6, 3),
    "resnet101": (3, 4, 23, 3),
}


@dataclass(frozen=True)
class Architecture:
    """A plain ResNet. `width` is the channels of stage 1's 3x3 convolutions: 64 in every published network."""

    arch: str = "resnet18"
    stem: str = "imagenet"  # 7x7 / 2 and max-pool / 2; or `cifar`: 3x3 / 1, no pooling
    width: int = 64
    classes: int = 1000
    stride_on: str = "3x3"  # of a bottleneck block; or `1x1`, the first, which the paper's GFLOPs fit

    def __post_init__(self):
        for name, value, known in (
            ("arch", self.arch, BLOCKS),
            ("stem", self.stem, ("imagenet", "cifar")),
            ("stride_on", self.stride_on, ("1x1", "3x3")),
        ):
            if value not in known:
                raise ValueError(f'{name} is "{value}", expected one of {", ".join(known)}')

    @property
    def expansion(self) -> int:
        """Output channels of a block per channel of its 3x3 convolution."""
        return 4 if self.arch in ("resnet50", "resnet101") else 1

    def stage_channels(self, k: int) -> int:
        """C at the end of stage k = 1, 2, 3, 4."""
        return (self.width << (k - 1)) * self.expansion


class BasicBlock(nn.Module):
    """Two 3x3 convolutions and the skip connection; the stride is on the first."""

    def __init__(self, inputs: int, width: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = projection(inputs, width, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = functional.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return functional.relu(y + self.downsample(x))


class BottleneckBlock(nn.Module):
    """1x1, 3x3, 1x1 convolutions, four times as wide at the end, and the skip connection."""

    def __init__(self, inputs: int, width: int, stride: int, stride_on: str):
        super().__init__()
        first, middle = (stride, 1) if stride_on == "1x1" else (1, stride)
        self.conv1 = nn.Conv2d(inputs, width, 1, first, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, middle, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * width)
        self.downsample = projection(inputs, 4 * width, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = functional.relu(self.bn1(self.conv1(x)))
        y = functional.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return functional.relu(y + self.downsample(x))


def projection(inputs: int, outputs: int, stride: int) -> nn.Module:
    """The skip connection: a strided 1x1 convolution where the shape changes, else the identity."""
    if stride == 1 and inputs == outputs:
        return nn.Identity()
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))


class Network(nn.Module):
    """(B, 3, H, W), normalised -> (B, classes), logits."""

    def __init__(self, architecture: Architecture, setting: Setting):
        super().__init__()
        self.architecture = architecture
        width = architecture.width
        if architecture.stem == "imagenet":
            self.conv1 = nn.Conv2d(3, width, 7, stride=2, padding=3, bias=False)
            self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        else:
            self.conv1 = nn.Conv2d(3, width, 3, padding=1, bias=False)
            self.maxpool = nn.Identity()
        self.bn1 = nn.BatchNorm2d(width)
        self.layer1 = stage(architecture, 1)
        self.bam1 = Attention(setting, architecture.stage_channels(1))
        self.layer2 = stage(architecture, 2)
        self.bam2 = Attention(setting, architecture.stage_channels(2))
        self.layer3 = stage(architecture, 3)
        self.bam3 = Attention(setting, architecture.stage_channels(3))
        self.layer4 = stage(architecture, 4)
        self.fc = nn.Linear(architecture.stage_channels(4), architecture.classes)

    def forward(self, x: Tensor, taps: dict[str, Tensor] | None = None) -> Tensor:
        """Records every tap under its name in `taps`, when there is one."""
        return self.from_stage1(self.to_stage1(x, taps), taps)

    def to_stage1(self, x: Tensor, taps: dict[str, Tensor] | None = None) -> Tensor:
        """(B, 3, H, W) -> (B, C, h, w): what lies before every BAM, the same for all variants of one backbone."""
        tap = recorder(taps)
        tap("input", x)
        x = tap("stem", self.maxpool(functional.relu(self.bn1(self.conv1(x)))))
        return tap("stage1", self.layer1(x))

    def from_stage1(self, x: Tensor, taps: dict[str, Tensor] | None = None) -> Tensor:
        """(B, C, h, w), the output of stage 1 -> (B, classes), logits."""
        tap = recorder(taps)
        x = self.bam1(x, recorder(taps, "bam1."))
        x = tap("stage2", self.layer2(x))
        x = self.bam2(x, recorder(taps, "bam2."))
        x = tap("stage3", self.layer3(x))
        x = self.bam3(x, recorder(taps, "bam3."))
        x = tap("stage4", self.layer4(x))
        x = tap("pooled", x.mean(dim=(2, 3)))  # (B, C, H, W) -> (B, C)
        logits = tap("logits", self.fc(x))
        if taps is not None:
            tap("probabilities", torch.softmax(logits, dim=1))
        return logits


def stage(architecture: Architecture, k: int) -> nn.Sequential:
    """Stage k = 1, 2, 3, 4; all but the first halve the map."""
    width = architecture.width << (k - 1)
    blocks = []
    for index in range(BLOCKS[architecture.arch][k - 1]):
        stride = 2 if k > 1 and index == 0 else 1
        if index > 0:
            inputs = architecture.stage_channels(k)
        else:
            inputs = architecture.stage_channels(k - 1) if k > 1 else architecture.width
        if architecture.expansion == 1:
            blocks.append(BasicBlock(inputs, width, stride))
        else:
            blocks.append(BottleneckBlock(inputs, width, stride, architecture.stride_on))
    return nn.Sequential(*blocks)


def recorder(taps: dict[str, Tensor] | None, prefix: str = "") -> Tap:
    """A function that keeps a tensor under `prefix` + name, when there is a dictionary to keep it in."""

    def tap(name: str, x: Tensor) -> Tensor:
        if taps is not None:
            taps[prefix + name] = x.detach()
        return x

    return tap
