# BAM 1, form paper (sum), r = 6, d = 2: F' of channel 11 at row 2, column 5, counted from 0
# pip install torch==2.15.0 safetensors==0.8.0

import sys

import torch
from safetensors.torch import load_file
from torch.nn import functional

FILE = "bam-lens.safetensors"
tensors = load_file(sys.argv[1] if len(sys.argv) > 1 else FILE)
f = tensors["bam1.before"]  # F, (1, C, H, W)
p = {name.removeprefix("bam1.parameters."): tensors[name] for name in tensors}


def linear(x, name):
    return functional.linear(x, p[f"{name}.weight"], p[f"{name}.bias"])


def conv(x, name, d=1):
    weight, bias = p[f"{name}.weight"], p[f"{name}.bias"]
    return functional.conv2d(x, weight, bias, padding="same", dilation=d)


def norm(x, name):  # BatchNorm in evaluation, by its running statistics
    mean, var = p[f"{name}.running_mean"], p[f"{name}.running_var"]
    weight, bias = p[f"{name}.weight"], p[f"{name}.bias"]
    return functional.batch_norm(x, mean, var, weight, bias, eps=1e-5)


# Mc, the channel branch: (1, C)
pooled = f.mean((2, 3))
hidden = norm(linear(pooled, "channel.fc0"), "channel.bn0").relu()
mc = norm(linear(hidden, "channel.fc1"), "channel.bn1")

# Ms, the spatial branch: (1, 1, H, W)
reduced = norm(conv(f, "spatial.reduce"), "spatial.bn0").relu()
dilated1 = norm(conv(reduced, "spatial.dilated1", d=2), "spatial.bn1").relu()
dilated2 = norm(conv(dilated1, "spatial.dilated2", d=2), "spatial.bn2").relu()
ms = norm(conv(dilated2, "spatial.project"), "spatial.bn3")

mc = mc[:, :, None, None]  # (1, C) -> (1, C, 1, 1)
attention = torch.sigmoid(mc + ms)  # M(F)
after = f + f * attention  # F'
print(f"{after[0, 11, 2, 5].item():.7g} (on the page: 2.918004)")
