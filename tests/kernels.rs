//! The kernels against Candle's own operators, on random shapes: odd sizes, single channels and cells, channels that fill
//! no vector, every stride and dilation.

use bam_lens::kernels::{
    Affine, ConvShape, Convolution, Effect, Join, attend, max_pool_3x3, mean_of_cells,
    mean_of_channels,
};
use candle_core::{DType, Device, Result, Tensor};
use candle_nn::ops::sigmoid;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

/// Of the largest sum of magnitudes in an output: what rounding may cost. F(4x4, 3x3) takes most of it.
const TOLERANCE: f64 = 2e-5;

/// The same values under the same name and shape, between -1 and 1.
fn values(seed: u64, shape: &[usize]) -> Tensor {
    let mut state = seed;
    let count = shape.iter().product();
    let next = || {
        // SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    let values: Vec<f32> = std::iter::repeat_with(next).take(count).collect();
    Tensor::from_vec(values, shape, &Device::Cpu).unwrap()
}

/// The same tensor, stored cell by cell.
fn channels_last(x: &Tensor) -> Result<Tensor> {
    x.permute((0, 2, 3, 1))?.contiguous()?.permute((0, 3, 1, 2))
}

fn largest(x: &Tensor) -> Result<f64> {
    x.to_dtype(DType::F64)?
        .abs()?
        .flatten_all()?
        .max(0)?
        .to_scalar()
}

fn close(got: &Tensor, expected: &Tensor, scale: f64) -> TestCaseResult {
    prop_assert_eq!(got.dims(), expected.dims());
    let difference =
        (got.to_dtype(DType::F64).unwrap() - expected.to_dtype(DType::F64).unwrap()).unwrap();
    let error = largest(&difference).unwrap() / scale.max(f64::MIN_POSITIVE);
    prop_assert!(error <= TOLERANCE, "off by {error:e}");
    Ok(())
}

/// scale · convolution + shift + residual by Candle in f64, and the largest sum of magnitudes in it.
fn reference(
    shape: ConvShape,
    [x, weight, scale, shift, residual]: [&Tensor; 5],
) -> Result<(Tensor, f64)> {
    let wide = |tensor: &Tensor| tensor.to_dtype(DType::F64);
    let convolved = |x: &Tensor, weight: &Tensor| {
        let padding = shape.kernel / 2 * shape.dilation;
        x.conv2d(weight, padding, shape.stride, shape.dilation, 1)
    };
    let (x, weight) = (wide(x)?, wide(weight)?);
    let per_channel = |tensor: &Tensor| wide(tensor)?.reshape((1, shape.outputs, 1, 1));
    let (scale, shift) = (per_channel(scale)?, per_channel(shift)?);
    let y = convolved(&x, &weight)?
        .broadcast_mul(&scale)?
        .broadcast_add(&shift)?;
    let magnitude = convolved(&x.abs()?, &weight.abs()?)?.broadcast_mul(&scale.abs()?)?;
    Ok(((y + wide(residual)?)?, largest(&magnitude)? + 2.0))
}

prop_compose! {
    /// A convolution and the map it runs on.
    fn convolutions()(
        // 512 is where F(2x2, 3x3) begins.
        inputs in prop_oneof![8 => 1usize..12, 8 => (1usize..12).prop_map(|n| 4 * n), 1 => Just(512usize)],
        outputs in prop_oneof![1usize..20, (1usize..12).prop_map(|n| 4 * n)],
        kernel in prop_oneof![1 => Just(1usize), 4 => Just(3), 1 => Just(5), 1 => Just(7)],
        stride in 1usize..=2,
        dilation in prop_oneof![3 => Just(1usize), 2 => 1usize..=8],
        height in 1usize..24,
        width in 1usize..24,
    ) -> (ConvShape, usize, usize) {
        let shape = ConvShape::new(inputs, outputs, kernel).stride(stride).dilation(dilation);
        (shape, height, width)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_convolution_equals_candles(
        (shape, height, width) in convolutions(),
        add in any::<bool>(),
        relu in any::<bool>(),
        last in any::<bool>(),
    ) {
        let ConvShape { inputs, outputs, kernel, stride, .. } = shape;
        let x = values(1, &[1, inputs, height, width]);
        let weight = values(2, &[outputs, inputs, kernel, kernel]);
        let (scale, shift) = (values(3, &[outputs]), values(4, &[outputs]));
        let residual = values(5, &[1, outputs, height.div_ceil(stride), width.div_ceil(stride)]);
        let residual = if add { residual } else { residual.zeros_like().unwrap() };

        let convolution = Convolution::pack(shape, &weight).unwrap();
        let affine = Affine::new(scale.to_vec1().unwrap(), shift.to_vec1().unwrap());
        let input = if last { channels_last(&x).unwrap() } else { x.clone() };
        let got = convolution.forward(&input, &affine, add.then_some(&residual), relu).unwrap();

        let (expected, magnitude) = reference(shape, [&x, &weight, &scale, &shift, &residual]).unwrap();
        let expected = if relu { expected.relu().unwrap() } else { expected };
        close(&got, &expected, magnitude)?;
    }

    #[test]
    fn pools_equal_candles(channels in 1usize..20, height in 1usize..24, width in 1usize..24, last in any::<bool>()) {
        let x = values(1, &[1, channels, height, width]);
        let input = if last { channels_last(&x).unwrap() } else { x.clone() };

        // Candle pads with zeros: of numbers above 0 they are never the largest.
        let above = (&x + 2.0).unwrap();
        let padded = above.pad_with_zeros(2, 1, 1).unwrap().pad_with_zeros(3, 1, 1).unwrap();
        let expected = (padded.max_pool2d_with_stride(3, 2).unwrap() - 2.0).unwrap();
        close(&max_pool_3x3(&input).unwrap(), &expected, 2.0)?;

        let cells = x.flatten_from(2).unwrap().mean(2).unwrap();
        close(&mean_of_cells(&input).unwrap(), &cells, 1.0)?;
        close(&mean_of_channels(&input).unwrap(), &x.mean_keepdim(1).unwrap(), 1.0)?;
    }

    #[test]
    fn an_attentions_end_equals_candles(
        channels in 1usize..20,
        height in 1usize..12,
        width in 1usize..12,
        join in prop_oneof![Just(Join::Sum), Just(Join::Product), Just(Join::Max), Just(Join::ProductOfSigmoids)],
        effect in prop_oneof![Just(Effect::Raise), Just(Effect::Scale)],
        strength in prop_oneof![Just(1f64), Just(20.0), Just(200.0)],
    ) {
        let f = values(1, &[1, channels, height, width]);
        let c = (values(2, &[1, channels, 1, 1]) * strength).unwrap();
        let s = (values(3, &[1, 1, height, width]) * strength).unwrap();
        let (attention, after) = attend(&channels_last(&f).unwrap(), &c, &s, join, effect).unwrap();

        let expected = match join {
            Join::Sum => sigmoid(&c.broadcast_add(&s).unwrap()),
            Join::Product => sigmoid(&c.broadcast_mul(&s).unwrap()),
            Join::Max => sigmoid(&c.broadcast_maximum(&s).unwrap()),
            Join::ProductOfSigmoids => sigmoid(&c).unwrap().broadcast_mul(&sigmoid(&s).unwrap()),
        }
        .unwrap();
        close(&attention, &expected, 1.0)?;
        let scaled = (&f * &expected).unwrap();
        let expected = match effect {
            Effect::Raise => (&f + scaled).unwrap(),
            Effect::Scale => scaled,
        };
        close(&after, &expected, 1.0)?;
    }
}

#[test]
fn the_layers_of_a_resnet_equal_candles() {
    for (inputs, outputs, kernel, stride, edge) in [
        (3, 64, 7, 2, 33),
        (64, 64, 3, 1, 14),
        (64, 128, 3, 2, 14),
        (64, 128, 1, 2, 14),
        (256, 256, 3, 1, 7),
        (512, 512, 3, 1, 4),
    ] {
        let shape = ConvShape::new(inputs, outputs, kernel).stride(stride);
        let x = values(1, &[1, inputs, edge, edge]);
        let weight = values(2, &[outputs, inputs, kernel, kernel]);
        let ones = Tensor::ones(outputs, DType::F32, &Device::Cpu).unwrap();
        let zeros = ones.zeros_like().unwrap();
        let edge = edge.div_ceil(stride);
        let nothing = Tensor::zeros((1, outputs, edge, edge), DType::F32, &Device::Cpu).unwrap();
        let convolution = Convolution::pack(shape, &weight).unwrap();
        let affine = Affine::new(vec![1.0; outputs], vec![0.0; outputs]);
        let got = convolution.forward(&x, &affine, None, false).unwrap();
        let (expected, magnitude) =
            reference(shape, [&x, &weight, &ones, &zeros, &nothing]).unwrap();
        close(&got, &expected, magnitude)
            .unwrap_or_else(|error| panic!("{convolution:?}: {error}"));
    }
}

#[test]
fn what_is_not_a_number_stays_visible() {
    let x = Tensor::new(&[[[[1f32, f32::NAN]]]], &Device::Cpu).unwrap();
    let one = Tensor::ones((1, 1, 1, 1), DType::F32, &Device::Cpu).unwrap();
    let convolution = Convolution::pack(ConvShape::new(1, 1, 1), &one).unwrap();
    let affine = Affine::new(vec![1.0], vec![0.0]);
    let y = convolution.forward(&x, &affine, None, true).unwrap();
    let y: Vec<f32> = y.flatten_all().unwrap().to_vec1().unwrap();
    assert!(y[0] == 1.0 && y[1].is_nan(), "{y:?}");
    let pooled: Vec<f32> = max_pool_3x3(&x)
        .unwrap()
        .flatten_all()
        .unwrap()
        .to_vec1()
        .unwrap();
    assert!(pooled[0].is_nan(), "{pooled:?}");
}

#[test]
fn shapes_that_do_not_fit_are_refused() {
    let x = values(1, &[1, 3, 5, 5]);
    let shape = ConvShape::new(4, 2, 3);
    let weight = values(2, &[2, 4, 3, 3]);
    assert!(Convolution::pack(shape, &values(2, &[2, 4, 3, 1])).is_err());
    let convolution = Convolution::pack(shape, &weight).unwrap();
    let affine = |channels| Affine::new(vec![1.0; channels], vec![0.0; channels]);
    assert!(convolution.forward(&x, &affine(2), None, false).is_err());
    let x = values(1, &[1, 4, 5, 5]);
    assert!(convolution.forward(&x, &affine(3), None, false).is_err());
    let residual = values(1, &[1, 2, 5, 4]);
    assert!(
        convolution
            .forward(&x, &affine(2), Some(&residual), false)
            .is_err()
    );
    assert!(
        convolution
            .forward(&values(1, &[2, 4, 5, 5]), &affine(2), None, false)
            .is_err()
    );
    assert!(
        convolution
            .forward(&x.to_dtype(DType::F64).unwrap(), &affine(2), None, false)
            .is_err()
    );
    let (c, s) = (values(1, &[1, 3, 1, 1]), values(1, &[1, 1, 5, 5]));
    assert!(attend(&x, &c, &s, Join::Sum, Effect::Raise).is_err());
    assert!(attend(&x, &values(1, &[1, 4]), &s, Join::Sum, Effect::Raise).is_ok());
}
