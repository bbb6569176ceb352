"""BatchNorm statistics of a finished network, measured on whole photos: in training they were those of enlarged crops."""

import torch
from torch import Tensor, nn

from augment import whole
from data import Photos
from network import Network

PHOTOS = 2000
BATCH = 200


class Statistics:
    """What stem and stage 1 make of some photos. They lie before every BAM: all variants share them and their statistics."""

    features: list[Tensor]

    @torch.inference_mode()
    def __init__(self, network: Network, photos: Photos, size: int):
        """Measures stem and stage 1 of `network` anew."""
        where = next(network.parameters()).device
        chosen = torch.randperm(len(photos), generator=torch.Generator().manual_seed(0))[:PHOTOS]
        batches = [photos.pixels[indices].to(where) for indices in chosen.split(BATCH)]
        for block in (network.bn1, network.layer1):
            forget(block)
        for pixels in batches:
            network.to_stage1(whole(pixels, size))
        network.eval()
        self.features = [network.to_stage1(whole(pixels, size)) for pixels in batches]

    @torch.inference_mode()
    def measure(self, network: Network) -> None:
        """Everything behind stage 1, of any variant of the same backbone."""
        for block in (network.bam1, network.layer2, network.bam2, network.layer3, network.bam3, network.layer4):
            forget(block)
        for x in self.features:
            network.from_stage1(x)
        network.eval()


def forget(block: nn.Module) -> None:
    """The statistics in `block` will be the plain mean over all batches seen from now on."""
    for module in block.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            module.reset_running_stats()
            module.momentum = None
            module.train()
