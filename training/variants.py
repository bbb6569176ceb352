"""The trained settings: what the page offers, under the names of the weights file."""

from attention import Setting

R = (4, 8, 16, 32)
D = (1, 2, 4, 6)
MAIN = "r16_d4"  # the paper's defaults; the backbone is trained with it

VARIANTS: dict[str, Setting] = {
    **{f"r{r}_d{d}": Setting("paper", r=r, d=d) for r in R for d in D},
    **{merge: Setting("paper", merge) for merge in ("product", "max", "channel", "spatial")},
    "official": Setting("official"),
    "blog": Setting("blog"),
    "se": Setting("se"),
    "none": Setting("none"),
}
