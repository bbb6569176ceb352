//! An attention module of the form `paper` or `official`, computed from its parameters with candle's own operators.

use std::collections::HashMap;

use candle_core::Tensor;

pub struct ByHand {
    /// Those not read yet.
    pub parameters: HashMap<String, Tensor>,
    /// Dilation.
    pub d: usize,
}

impl ByHand {
    fn take(&mut self, name: &str) -> Tensor {
        let parameter = self.parameters.remove(name);
        parameter.unwrap_or_else(|| panic!("there is no {name}, or it is read twice"))
    }

    /// As many axes as `x` has, the values along the second.
    fn along_channels(&mut self, name: &str, x: &Tensor) -> Tensor {
        let mut shape = vec![1; x.rank()];
        shape[1] = x.dims()[1];
        self.take(name).reshape(shape).unwrap()
    }

    fn norm(&mut self, name: &str, x: &Tensor) -> Tensor {
        let mut part = |part: &str| self.along_channels(&format!("{name}.{part}"), x);
        let [mean, variance, weight, bias] =
            ["running_mean", "running_var", "weight", "bias"].map(&mut part);
        let x = x.broadcast_sub(&mean).unwrap();
        let deviation = (variance + 1e-5).unwrap().sqrt().unwrap();
        let x = x.broadcast_div(&deviation).unwrap();
        let x = x.broadcast_mul(&weight).unwrap();
        x.broadcast_add(&bias).unwrap()
    }

    fn linear(&mut self, name: &str, x: &Tensor) -> Tensor {
        let weight = self.take(&format!("{name}.weight"));
        let x = x.matmul(&weight.t().unwrap()).unwrap();
        let bias = self.along_channels(&format!("{name}.bias"), &x);
        x.broadcast_add(&bias).unwrap()
    }

    fn conv(&mut self, name: &str, x: &Tensor, d: usize) -> Tensor {
        let weight = self.take(&format!("{name}.weight"));
        let padding = d * (weight.dims()[3] / 2);
        let x = x.conv2d(&weight, padding, 1, d, 1).unwrap();
        let bias = self.along_channels(&format!("{name}.bias"), &x);
        x.broadcast_add(&bias).unwrap()
    }

    /// F (1, C, H, W) -> (1, C); `end`: whether the branch ends in a BatchNorm.
    pub fn channel_logits(&mut self, f: &Tensor, end: bool) -> Tensor {
        let pooled = f.mean((2, 3)).unwrap();
        let hidden = self.linear("channel.fc0", &pooled);
        let hidden = self.norm("channel.bn0", &hidden).relu().unwrap();
        let logits = self.linear("channel.fc1", &hidden);
        match end {
            true => self.norm("channel.bn1", &logits),
            false => logits,
        }
    }

    /// F (1, C, H, W) -> (1, 1, H, W); `end`: whether the branch ends in a BatchNorm.
    pub fn spatial_logits(&mut self, f: &Tensor, end: bool) -> Tensor {
        let d = self.d;
        let mut x = f.clone();
        let hidden = [("reduce", 1), ("dilated1", d), ("dilated2", d)];
        for (n, (layer, d)) in hidden.into_iter().enumerate() {
            x = self.conv(&format!("spatial.{layer}"), &x, d);
            x = self.norm(&format!("spatial.bn{n}"), &x).relu().unwrap();
        }
        let logits = self.conv("spatial.project", &x, 1);
        match end {
            true => self.norm("spatial.bn3", &logits),
            false => logits,
        }
    }
}
