//! A sound safetensors file, taken apart so that one thing in it can be changed.

use std::collections::{BTreeMap, HashMap};

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::fixture;

pub struct File {
    pub tensors: BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)>,
    pub metadata: HashMap<String, String>,
}

impl File {
    pub fn open(name: &str) -> File {
        let bytes = fixture(name);
        let (_, header) = SafeTensors::read_metadata(&bytes).unwrap();
        let tensors = SafeTensors::deserialize(&bytes).unwrap();
        let own = |view: TensorView| (view.dtype(), view.shape().to_vec(), view.data().to_vec());
        File {
            tensors: tensors
                .tensors()
                .into_iter()
                .map(|(key, view)| (key, own(view)))
                .collect(),
            metadata: header.metadata().clone().unwrap_or_default(),
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let views = self.tensors.iter().map(|(key, (dtype, shape, data))| {
            (key, TensorView::new(*dtype, shape.clone(), data).unwrap())
        });
        safetensors::serialize(views, Some(self.metadata.clone())).unwrap()
    }

    /// Changes one thing in a sound file.
    pub fn spoil(name: &str, change: impl FnOnce(&mut File)) -> Vec<u8> {
        let mut file = File::open(name);
        change(&mut file);
        file.bytes()
    }

    pub fn put(&mut self, key: &str, shape: &[usize], values: &[f32]) {
        let bytes = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.tensors
            .insert(key.into(), (Dtype::F32, shape.into(), bytes));
    }

    pub fn zeros(&mut self, key: &str, shape: &[usize]) {
        let count = shape.iter().product();
        self.put(key, shape, &vec![0.0; count]);
    }

    pub fn set(&mut self, key: &str, at: usize, value: f32) {
        self.tensors.get_mut(key).unwrap().2[4 * at..][..4].copy_from_slice(&value.to_le_bytes());
    }

    pub fn rename(&mut self, from: &str, to: &str) {
        let tensor = self.tensors.remove(from).unwrap();
        self.tensors.insert(to.into(), tensor);
    }
}
