"""RESULTS.md: what was measured, as tables, and sentences that follow from the numbers."""

from pathlib import Path

from adapt import Plan
from norms import PHOTOS
from variants import MAIN, D, R

# The paper's ablation, top-1 error in %: ResNet-50 on CIFAR-100, tables 1a and 1b.
PAPER_D = {1: 20.47, 2: 20.28, 4: 20.00, 6: 20.08}
PAPER_R = {4: 20.46, 8: 20.56, 16: 20.00, 32: 21.24}
PAPER_NONE = 21.49
PAPER_MERGES = {"none": PAPER_NONE, "channel": 21.29, "spatial": 21.24, "max": 20.28, "product": 20.21, MAIN: 20.00}
MERGE_NAMES = {"none": "none (no BAM)", "channel": "channel alone", "spatial": "spatial alone", MAIN: "sum"}

# A gain that varies less than this over a photo looks flat; the page says so from the same bound (www/sentence.js).
FLAT = 0.02
# Of 10,000 photos, in points: two standard errors of the difference between two accuracies near 55 %.
NOISE = 1.4

GRID = [f"r{r}_d{d}" for r in R for d in D]
STAGES = (1, 2, 3)
MAPS = {
    "before": "before, F",
    "spatial": "Ms",
    "attention": "attention M",
    "gain": "gain",
    "after": "after, F'",
}
# What the issue of this network asked for, on two CPU cores.
GOALS = (55.0, 79.0, 0.11, 1.20, 1.04, 5.0)


def account(results: dict) -> str:
    """How the weights were made, for the file's metadata."""
    recipe = results["recipe"]
    cycles = "; then ".join(told(cycle) for cycle in recipe["cycles"])
    return (
        f"Tiny ImageNet train (100,000 photos, 200 classes, 64 px), from scratch with {MAIN}, seed {results['seed']},"
        f" {results['seconds'] / 60:.0f} minutes on {results['hardware']}: {cycles}. bfloat16, SGD with Nesterov momentum"
        f" {recipe['momentum']}, batch {recipe['batch']}, weight decay {recipe['weight_decay']},"
        f" label smoothing {recipe['label_smoothing']}, random resized crop, mirror, light. The other variants: backbone frozen,"
        f" their modules imitate those of {MAIN} and are then trained on the task with {Plan().pool:,} crops at {Plan().size} px."
        f" BatchNorm statistics measured for each variant on {PHOTOS:,} photos."
    )


def told(cycle: dict) -> str:
    epochs = ", ".join(f"{epochs} at {size} px" for epochs, size in cycle["stages"])
    return f"epochs: {epochs}, rate {cycle['peak_rate']} to 0 by a cosine"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def write_results(results: dict, path: Path) -> None:
    parts = [
        "# What the shipped network is worth",
        "Written by `training/make.py` from what it measured; nothing here is typed by hand. Accuracies are of the 10,000"
        f" validation photos of Tiny ImageNet at {results['size']} px, in percent. Maps are measured on the"
        f' {results["shipped"][MAIN]["smallBoxes"]:,} of them whose box covers less than half of the photo. "Full" is'
        f' float32, "shipped" the file on the page, {results["bits"]} bits.',
        account(results),
        "## The marks",
        marks(results),
        "## All variants",
        every_variant(results),
        remarks(results),
        "## r and d",
        ablation(results),
        "## Merges",
        merges(results),
        "## Where the attention looks",
        looks(results, MAIN),
        stages_in_words(results, MAIN),
        "## The gain of every variant",
        gains(results),
        "## Fewer bits",
        bits(results),
        "## Other input sizes",
        sizes(results),
    ]
    path.write_text("\n\n".join(parts) + "\n")


def of(results: dict, variant: str) -> dict:
    return results["shipped"][variant]


def spread(results: dict) -> float:
    tops = [of(results, variant)["top1"] for variant in GRID]
    return max(tops) - min(tops)


def marks(results: dict) -> str:
    main = of(results, MAIN)
    focus = main["focus"]
    reached = (
        main["top1"],
        main["top5"],
        focus["bam3.gain"]["deviation"],
        focus["bam3.gain"]["energy"],
        focus["bam3.after"]["energy"] / focus["bam3.before"]["energy"],
        spread(results),
    )
    names = (
        f"{MAIN} top-1, shipped",
        f"{MAIN} top-5, shipped",
        "gain at BAM 3, standard deviation over a photo",
        "gain at BAM 3, energy on the object / its area",
        'the same, "after" over "before"',
        "worst of the sixteen settings, points below the best",
    )
    rows = []
    for index, (name, goal, value) in enumerate(zip(names, GOALS, reached, strict=True)):
        most = index == len(GOALS) - 1
        met = value <= goal if most else value >= goal
        digits = 2 if goal > 2 else 3
        rows.append([name, f"{'<=' if most else '>='} {goal:g}", f"{value:.{digits}f}", "yes" if met else "**no**"])
    return table(["mark", "goal on two CPU cores", "reached", "met"], rows)


def every_variant(results: dict) -> str:
    rows = []
    for variant, shipped in results["shipped"].items():
        full, cost = results["exact"][variant], results["costs"][variant]
        rows.append(
            [
                f"`{variant}`",
                f"{cost['parameters']:,}",
                f"{cost['multiplyAdds'] / 1e6:.1f}",
                f"{full['top1']:.2f} / {full['top5']:.2f}",
                f"{shipped['top1']:.2f} / {shipped['top5']:.2f}",
            ]
        )
    return table(["variant", "parameters", "multiply-adds, M", "full, top-1 / top-5", "shipped, top-1 / top-5"], rows)


def remarks(results: dict) -> str:
    none = of(results, "none")["top1"]
    worse = [f"`{name}`" for name, got in results["shipped"].items() if name != "none" and got["top1"] <= none]
    lead = of(results, MAIN)["top1"] - none
    told = (
        f"All variants share the backbone that was trained with `{MAIN}`, so `none` shows what this network loses without its"
        f" BAM ({lead:.2f} points), not what a ResNet-18 trained without BAM would reach; likewise the others. Two accuracies"
        f" that differ by less than {NOISE} points cannot be told apart on 10,000 photos."
    )
    if worse:
        told += f" Not better than `none`: {', '.join(worse)}."
    return told


def ablation(results: dict) -> str:
    rows = [[f"r = {r}"] + [f"{of(results, f'r{r}_d{d}')['top1']:.2f}" for d in D] for r in R]
    here = table(["top-1, shipped"] + [f"d = {d}" for d in D], rows)
    d_rows = [[f"d = {d}", f"{PAPER_D[d]:.2f}", f"{100 - of(results, f'r16_d{d}')['top1']:.2f}"] for d in D]
    r_rows = [[f"r = {r}", f"{PAPER_R[r]:.2f}", f"{100 - of(results, f'r{r}_d4')['top1']:.2f}"] for r in R]
    base = [["no BAM", f"{PAPER_NONE:.2f}", f"{100 - of(results, 'none')['top1']:.2f}"]]
    beside = table(["top-1 error, %", "paper, table 1a", "here"], d_rows + r_rows + base)
    best_d = max(D, key=lambda d: of(results, f"r16_d{d}")["top1"])
    best_r = max(R, key=lambda r: of(results, f"r{r}_d4")["top1"])
    tops_d = [of(results, f"r16_d{d}")["top1"] for d in D]
    tops_r = [of(results, f"r{r}_d4")["top1"] for r in R]
    told = [
        "The paper trained a ResNet-50 on CIFAR-100 for each row; here one ResNet-18 on 200 classes at 64 px keeps its backbone"
        " and changes its attention, so only the order can be compared.",
        compared("d", best_d, 4, max(tops_d) - min(tops_d)),
        compared("r", best_r, 16, max(tops_r) - min(tops_r)),
        "The main setting has the advantage that the backbone grew up with it.",
    ]
    return "\n\n".join([here, beside, " ".join(told)])


def compared(name: str, best: int, paper: int, width: float) -> str:
    if width < NOISE:
        return f"Over {name} the accuracies here lie within {width:.2f} points: no order can be read from them."
    agrees = "as in the paper" if best == paper else f"where the paper has {name} = {paper}"
    return f"Over {name} the best here is {name} = {best}, {agrees}; the range is {width:.2f} points."


def merges(results: dict) -> str:
    rows = [
        [MERGE_NAMES.get(variant, variant), f"{error:.2f}", f"{100 - of(results, variant)['top1']:.2f}"]
        for variant, error in PAPER_MERGES.items()
    ]
    paper = sorted(PAPER_MERGES, key=PAPER_MERGES.__getitem__)
    here = sorted(PAPER_MERGES, key=lambda variant: -of(results, variant)["top1"])
    order = ", ".join(MERGE_NAMES.get(variant, variant) for variant in here)
    told = f"From best to worst here: {order}; {'the same' if here == paper else 'another'} order than the paper's table 1b."
    told = told.replace("the same order than", "the same order as")
    return table(["top-1 error, %", "paper, table 1b", "here"], rows) + "\n\n" + told


def looks(results: dict, variant: str) -> str:
    focus = of(results, variant)["focus"]
    rows = []
    for k in STAGES:
        for key, name in MAPS.items():
            measured = focus.get(f"bam{k}.{key}")
            if measured:
                rows.append([f"BAM {k}, {name}", *numbers(measured)])
    rows.append(["class activation map of the prediction", *numbers(focus["cam"])])
    head = ["map", "deviation", "inside / outside the box", "energy / area", "pointing"]
    note = (
        "Deviation: over the cells of a photo. Energy: what of the map above its minimum lies in the box, over the box's share"
        " of the photo; 1 is chance. Pointing: how often the highest cell's centre lies in the box. A ratio is given where no"
        " value is negative."
    )
    return f"`{variant}`:\n\n" + table(head, rows) + "\n\n" + note


def numbers(measured: dict) -> list[str]:
    ratio = measured.get("ratio")
    return [
        f"{measured['deviation']:.3f}",
        "" if ratio is None else f"{ratio:.3f}",
        f"{measured['energy']:.2f}",
        f"{measured['pointing']:.2f}",
    ]


def stages_in_words(results: dict, variant: str) -> str:
    told = []
    for k in STAGES:
        gain = of(results, variant)["focus"][f"bam{k}.gain"]
        if gain["deviation"] < FLAT:
            told.append(f"BAM {k} is nearly flat (deviation {gain['deviation']:.3f}).")
        elif gain["energy"] > 1.05:
            told.append(f"BAM {k} raises the object: {gain['energy']:.2f} times what its area would get.")
        elif gain["energy"] < 0.95:
            told.append(f"BAM {k} raises the surroundings rather than the object (energy {gain['energy']:.2f}).")
        else:
            told.append(f"BAM {k} varies over the photo but does not single out the object (energy {gain['energy']:.2f}).")
    return " ".join(told)


def gains(results: dict) -> str:
    rows = []
    for variant, got in results["shipped"].items():
        cells = [got["focus"].get(f"bam{k}.gain") for k in STAGES]
        if all(cells):
            rows.append([f"`{variant}`", *(f"{gain['deviation']:.3f} / {gain['energy']:.2f}" for gain in cells)])
    return table(["deviation / energy", *(f"BAM {k}" for k in STAGES)], rows)


def bits(results: dict) -> str:
    full = results["exact"][MAIN]
    rows = [["float32", f"{full['top1']:.2f} / {full['top5']:.2f}", ""]]
    for name, rounded in results["rounded"].items():
        rows.append([f"{name} bits", f"{rounded['top1']:.2f} / {rounded['top5']:.2f}", f"{rounded['bytes']:,}"])
    note = f"The file has all {len(results['shipped'])} variants. {results['bits']} bits are shipped."
    return table([f"backbone, {MAIN}", "top-1 / top-5", "bytes, gzip -9"], rows) + "\n\n" + note


def sizes(results: dict) -> str:
    rows = [
        [
            f"{size} px",
            f"{got['top1']:.2f} / {got['top5']:.2f}",
            f"{got['pytorchTop1']:.2f}",
            f"{got['gain']['deviation']:.3f}",
            f"{got['gain']['energy']:.2f}",
            f"{got['after']:.3f}",
        ]
        for size, got in results["sizes"].items()
    ]
    head = [
        "input",
        "top-1 / top-5, the Rust reader",
        "top-1, PyTorch",
        "gain at BAM 3: deviation",
        "energy",
        '"after" over "before"',
    ]
    measured = results["sizes"]
    accurate = max(measured, key=lambda size: measured[size]["top1"])
    focused = max(measured, key=lambda size: measured[size]["gain"]["energy"])
    photos = next(iter(measured.values()))["photos"]
    choice = (
        f"{accurate} px is the best for accuracy and for the maps."
        if accurate == focused
        else f"{accurate} px is the best for accuracy, {focused} px for where the gain looks:"
        " the page starts at the 128 px of the training."
    )
    note = f"On {photos:,} of the photos. {choice} They are 64 px photos, enlarged: sharper ones may differ."
    return table(head, rows) + "\n\n" + note
