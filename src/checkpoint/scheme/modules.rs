//! What five code bases call the layers of an attention module.

use crate::model::{Form, Norms};

/// A code base's names for the layers of one module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::checkpoint) enum Dialect {
    /// Our own canonical names.
    Canonical,
    /// github.com/Jongchan/attention-module.
    Official,
    /// osmr/pytorchcv.
    Pytorchcv,
    /// changzy00/pytorch-attention.
    Changzy,
    /// The article's class.
    Blog,
}

/// (their name, ours).
type Names = &'static [(&'static str, &'static str)];

const CANONICAL: Names = &[
    ("channel.fc0", "channel.fc0"),
    ("channel.bn0", "channel.bn0"),
    ("channel.fc1", "channel.fc1"),
    ("channel.bn1", "channel.bn1"),
    ("spatial.reduce", "spatial.reduce"),
    ("spatial.bn0", "spatial.bn0"),
    ("spatial.dilated1", "spatial.dilated1"),
    ("spatial.bn1", "spatial.bn1"),
    ("spatial.dilated2", "spatial.dilated2"),
    ("spatial.bn2", "spatial.bn2"),
    ("spatial.project", "spatial.project"),
    ("spatial.bn3", "spatial.bn3"),
    ("spatial.conv", "spatial.conv"),
];

const OFFICIAL: Names = &[
    ("channel_att.gate_c.gate_c_fc_0", "channel.fc0"),
    ("channel_att.gate_c.gate_c_bn_1", "channel.bn0"),
    ("channel_att.gate_c.gate_c_fc_final", "channel.fc1"),
    ("spatial_att.gate_s.gate_s_conv_reduce0", "spatial.reduce"),
    ("spatial_att.gate_s.gate_s_bn_reduce0", "spatial.bn0"),
    ("spatial_att.gate_s.gate_s_conv_di_0", "spatial.dilated1"),
    ("spatial_att.gate_s.gate_s_bn_di_0", "spatial.bn1"),
    ("spatial_att.gate_s.gate_s_conv_di_1", "spatial.dilated2"),
    ("spatial_att.gate_s.gate_s_bn_di_1", "spatial.bn2"),
    ("spatial_att.gate_s.gate_s_conv_final", "spatial.project"),
];

const PYTORCHCV: Names = &[
    ("ch_att.init_fc.fc", "channel.fc0"),
    ("ch_att.init_fc.bn", "channel.bn0"),
    ("ch_att.final_fc", "channel.fc1"),
    ("sp_att.init_conv.conv", "spatial.reduce"),
    ("sp_att.init_conv.bn", "spatial.bn0"),
    ("sp_att.dil_convs.conv1.conv", "spatial.dilated1"),
    ("sp_att.dil_convs.conv1.bn", "spatial.bn1"),
    ("sp_att.dil_convs.conv2.conv", "spatial.dilated2"),
    ("sp_att.dil_convs.conv2.bn", "spatial.bn2"),
    ("sp_att.final_conv", "spatial.project"),
];

const CHANGZY: Names = &[
    ("channel_attn.mlp.0", "channel.fc0"),
    ("channel_attn.mlp.2", "channel.fc1"),
    ("channel_attn.bn", "channel.bn1"),
    ("spatial_attn.conv1", "spatial.reduce"),
    ("spatial_attn.conv2.0", "spatial.dilated1"),
    ("spatial_attn.conv2.1", "spatial.bn1"),
    ("spatial_attn.conv2.3", "spatial.dilated2"),
    ("spatial_attn.conv2.4", "spatial.bn2"),
    ("spatial_attn.conv3", "spatial.project"),
    ("spatial_attn.bn", "spatial.bn3"),
];

const BLOG: Names = &[
    ("channel_fc.0", "channel.fc0"),
    ("channel_fc.2", "channel.fc1"),
    ("spatial_conv.0", "spatial.conv"),
];

impl Dialect {
    const ALL: [Dialect; 5] = [
        Dialect::Canonical,
        Dialect::Official,
        Dialect::Pytorchcv,
        Dialect::Changzy,
        Dialect::Blog,
    ];

    fn names(self) -> Names {
        match self {
            Dialect::Canonical => CANONICAL,
            Dialect::Official => OFFICIAL,
            Dialect::Pytorchcv => PYTORCHCV,
            Dialect::Changzy => CHANGZY,
            Dialect::Blog => BLOG,
        }
    }

    /// The first words of the dialect's layer names: whatever else follows them belongs to the module too.
    pub fn owns(self, rest: &str) -> bool {
        let first = rest.split('.').next();
        self.names()
            .iter()
            .any(|(theirs, _)| theirs.split('.').next() == first)
    }

    /// The formula the code computes, and the BatchNorms it has; `has` says which of our layers are there.
    pub fn form(self, has: impl Fn(&str) -> bool) -> (Form, Norms) {
        match self {
            Dialect::Official | Dialect::Pytorchcv => (Form::Official, Norms::of(Form::Official)),
            Dialect::Blog => (Form::Blog, Norms::of(Form::Blog)),
            // NOTE: the sum and the BatchNorm at the end are the paper's; inside, this code has fewer of them.
            Dialect::Changzy => {
                let norms = Norms {
                    hidden: false,
                    reduce: false,
                    end: true,
                };
                (Form::Paper, norms)
            }
            Dialect::Canonical => {
                let norms = Norms {
                    hidden: has("channel.bn0"),
                    reduce: has("spatial.bn0"),
                    end: has("channel.bn1") || has("spatial.bn3"),
                };
                let form = if has("spatial.conv") {
                    Form::Blog
                } else if norms.end {
                    Form::Paper
                } else if has("spatial.reduce") {
                    Form::Official
                } else {
                    Form::Se
                };
                (form, norms)
            }
        }
    }
}

/// Splits a layer's name at the module: (prefix with its dot, dialect, our name for the layer).
pub(super) fn recognise(layer: &str) -> Option<(&str, Dialect, &'static str)> {
    Dialect::ALL.into_iter().find_map(|dialect| {
        dialect.names().iter().find_map(|(theirs, ours)| {
            let prefix = layer.strip_suffix(theirs)?;
            (prefix.is_empty() || prefix.ends_with('.')).then_some((prefix, dialect, *ours))
        })
    })
}

/// The variant and the place that a canonical prefix names: `attention.r16_d4.bam1.` is (`r16_d4`, 1).
pub(super) fn home(prefix: &str) -> Option<(String, usize)> {
    let inner = prefix.strip_suffix('.')?;
    let (front, place) = inner.rsplit_once(".bam")?;
    let place = ["1", "2", "3"].iter().position(|k| *k == place)? + 1;
    let variant = front
        .strip_prefix("attention.")
        .or_else(|| front.split_once(".attention.").map(|(_, variant)| variant))?;
    Some((variant.into(), place))
}
