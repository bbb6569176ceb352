# BAM 1, form se, r = 6: F' of channel 15 at row 2, column 5, counted from 0
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


# Mc, the channel branch: (1, C)
pooled = f.mean((2, 3))
hidden = linear(pooled, "channel.fc0").relu()
mc = linear(hidden, "channel.fc1")

mc = mc[:, :, None, None]  # (1, C) -> (1, C, 1, 1)
attention = torch.sigmoid(mc)  # M(F)
after = f * attention  # F'
print(f"{after[0, 15, 2, 5].item():.7g} (on the page: 1.002385)")
