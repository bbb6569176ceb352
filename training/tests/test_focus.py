import pytest
import torch

from focus import coverage, focus

BOX = torch.tensor([[8.0, 16.0, 40.0, 48.0]])  # a quarter of the photo


def brute_coverage(box, height, width):
    """Each cell cut into 64 points a side."""
    ys = (torch.arange(height * 64) + 0.5) * 64 / (height * 64)
    xs = (torch.arange(width * 64) + 0.5) * 64 / (width * 64)
    left, top, right, bottom = box.tolist()
    inside = ((top <= ys) & (ys < bottom))[:, None] & ((left <= xs) & (xs < right))[None]
    return inside.float().reshape(height, 64, width, 64).mean(dim=(1, 3))


@pytest.mark.parametrize(("height", "width"), [(8, 8), (4, 6), (1, 1), (5, 7)])
def test_a_cell_counts_by_its_area_in_the_box(height, width):
    got = coverage(BOX, height, width)[0]
    torch.testing.assert_close(got, brute_coverage(BOX[0], height, width), atol=0.03, rtol=0)
    assert got.mean().item() == pytest.approx(0.25)


def test_a_constant_map_says_nothing():
    looks = focus(torch.full((1, 8, 8), 1.5), BOX)
    assert looks.deviation.item() == 0
    assert looks.ratio.item() == pytest.approx(1)
    assert looks.energy.item() == pytest.approx(1)


def test_a_map_on_the_object_alone_has_all_of_its_energy_there():
    looks = focus(1 + coverage(BOX, 8, 8), BOX)
    assert looks.energy.item() == pytest.approx(4)
    assert looks.ratio.item() == pytest.approx(2)
    assert looks.pointing.item() == 1
    assert looks.deviation.item() == pytest.approx((0.25 * 0.75) ** 0.5)


def test_pointing_asks_for_the_centre_of_the_highest_cell():
    def points(row, column):
        map_ = torch.zeros(1, 8, 8)
        map_[0, row, column] = 1
        return focus(map_, BOX).pointing.item()

    assert points(2, 1) == 1
    assert points(5, 4) == 1
    assert points(1, 1) == 0
    assert points(2, 5) == 0
