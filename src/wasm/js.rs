//! Values on their way into JavaScript and out of it.

use candle_core::{Device, Tensor};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::checkpoint::Weights;
use crate::error::Error;
use crate::map::Map;
use crate::model::Setting;
use crate::taps::Taps;

pub(super) fn read(weights: Vec<u8>) -> Result<Weights, JsValue> {
    Weights::read(weights).map_err(|error| thrown(error.into()))
}

pub(super) fn tap_names(taps: &Taps) -> Vec<String> {
    taps.iter().map(|(name, _)| name.to_string()).collect()
}

pub(super) fn tap(taps: &Taps, name: &str) -> Result<JsValue, JsValue> {
    named(name, taps.get(name).map_err(thrown)?)
}

pub(super) fn named(name: &str, tensor: &Tensor) -> Result<JsValue, JsValue> {
    let data: Vec<f32> = tensor
        .flatten_all()
        .and_then(|flat| flat.to_vec1())
        .map_err(|error| thrown(error.into()))?;
    let tap = js_sys::Object::new();
    set(&tap, "name", name);
    set(&tap, "shape", to_js(tensor.dims())?);
    set(&tap, "data", js_sys::Float32Array::from(data.as_slice()));
    Ok(tap.into())
}

pub(super) fn plane(map: &Map) -> Result<JsValue, JsValue> {
    let plane = to_js(&map.statistics)?;
    set(
        &plane,
        "data",
        js_sys::Float32Array::from(map.data.as_slice()),
    );
    Ok(plane)
}

pub(super) fn of_each_bam(settings: JsValue) -> Result<[Setting; 3], JsValue> {
    let settings: Vec<Setting> = from_js(settings)?;
    let got = settings.len();
    let settings = settings.try_into();
    settings.map_err(|_| thrown(Error::SettingCount { got }))
}

pub(super) fn tensor(data: Vec<f32>, shape: Vec<usize>) -> Result<Tensor, JsValue> {
    let fits = shape
        .iter()
        .try_fold(1usize, |count, edge| count.checked_mul(*edge))
        .is_some_and(|count| count == data.len());
    if !fits {
        return Err(thrown(Error::ValueCount {
            got: data.len(),
            shape,
        }));
    }
    Tensor::from_vec(data, shape, &Device::Cpu).map_err(|error| thrown(error.into()))
}

/// A JavaScript `Error` with the `code` and the `values` of [`Error::coded`], and the checkpoint's `report` when there is
/// one.
pub(super) fn thrown(error: Error) -> JsValue {
    let thrown = js_sys::Error::new(&error.to_string());
    let (code, values) = error.coded();
    set(&thrown, "code", code);
    if let Ok(values) = to_js(&values) {
        set(&thrown, "values", values);
    }
    if let Some(Ok(report)) = error.report().map(to_js) {
        set(&thrown, "report", report);
    }
    thrown.into()
}

pub(super) fn to_js(value: &(impl Serialize + ?Sized)) -> Result<JsValue, JsValue> {
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    Ok(value.serialize(&plain)?)
}

pub(super) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    Ok(serde_wasm_bindgen::from_value(value)?)
}

/// Sets a property of an object made here, which cannot refuse it.
pub(super) fn set(object: &JsValue, key: &str, value: impl Into<JsValue>) {
    js_sys::Reflect::set(object, &key.into(), &value.into()).expect("a plain object is open");
}
