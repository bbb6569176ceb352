/** What a reader chooses for the attention modules. */
export interface Setting {
  form: 'paper' | 'official' | 'blog' | 'se' | 'none';
  merge: 'sum' | 'product' | 'max' | 'channel' | 'spatial';
  r: number;
  d: number;
}

/** A plain ResNet. */
export interface Architecture {
  arch: 'resnet18' | 'resnet34' | 'resnet50' | 'resnet101';
  stem: 'imagenet' | 'cifar';
  width: number;
  classes: number;
  strideOn?: '1x1' | '3x3';
}

/** A trained set of attention weights. Accuracies in percent. */
export interface Variant {
  name: string;
  setting: Setting;
  dAssumed: boolean;
  accuracy: { top1: number; top5: number; photos: number } | null;
  /** Of BAM 1, 2 and 3. */
  gain: [MeasuredGain, MeasuredGain, MeasuredGain] | null;
}

/** Where a variant's gain looked: means over validation photos whose object is boxed and covers less than half. */
export interface MeasuredGain {
  /** Standard deviation over the cells of a photo. */
  deviation: number;
  /** What of the gain above its minimum lay on the object, over the object's share of the photo: 1 is chance. */
  energy: number;
  /** Share of photos, in 0..1, whose highest gain lay on the object. */
  pointing: number;
}

/** What a page needs to know of a weights file. */
export interface Summary {
  architecture: Architecture;
  metadata: {
    classes: { id: string; label: string }[];
    mean: [number, number, number];
    std: [number, number, number];
    size: number;
    training: string | null;
  };
  variants: Variant[];
  /** The setting it starts with. */
  setting: Setting;
  /** Memory of the weights as stored. */
  bytes: number;
}

/** What stands behind a setting: its own weights, those of another, or none. */
export interface Fit {
  kind: 'trained' | 'borrowed' | 'untrained';
  variant: Variant | null;
}

export interface Prediction {
  index: number;
  label: string;
  /** In 0..1. */
  probability: number;
}

export type Place = 'stem' | 'stage1' | 'bam1' | 'stage2' | 'bam2' | 'stage3' | 'bam3' | 'stage4' | 'head';

export interface RunResult {
  fit: Fit;
  /** The first place that had to be computed again; null when nothing had changed. */
  recomputedFrom: Place | null;
  /** Every class, most likely first. */
  predictions: Prediction[];
}

/** A named tensor, recorded in a run or read from the weights: row by row, last axis fastest. */
export interface Tap {
  name: string;
  shape: number[];
  data: Float32Array;
}

/** One (H, W) plane with its statistics over the finite cells. */
export interface MapPlane {
  widthPx: number;
  heightPx: number;
  data: Float32Array;
  min: number;
  max: number;
  mean: number;
  deviation: number;
  /** Cells that are NaN or infinite. */
  notFinite: number;
}

export interface PhotoSize {
  widthPx: number;
  heightPx: number;
  format: string;
}

/** RGBA8, row by row. */
export interface Pixels {
  widthPx: number;
  heightPx: number;
  data: Uint8ClampedArray;
}

export interface Cost {
  parameters: number;
  multiplyAdds: number;
}

/** A whole network, its three BAMs included. */
export interface NetworkCost extends Cost {
  bam: [Cost, Cost, Cost];
}

/** What became of every key of a checkpoint. Texts from the file are cut after 200 characters. */
export interface Report {
  container: string;
  fileBytes: number;
  /** Whose names the tensors have, when recognised. */
  scheme: string | null;
  /** The key of the outermost dictionary that holds the network, such as `state_dict`. */
  wrappedIn: string | null;
  /** What stood in front of every key, such as `module.`. */
  prefix: string;
  architecture: Architecture | null;
  variants: Variant[];
  used: number;
  ignored: number;
  dtypes: Record<string, { tensors: number; bytes: number }>;
  keys: ReportKey[];
  missing: { name: string; shape: number[] }[];
}

export type ReportKey = { key: string; shape: number[] | null; dtype: string | null } & (
  { fate: 'used'; name: string } | { fate: 'ignored'; why: string }
);
