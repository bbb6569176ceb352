/** A network of `network.js` as an ONNX model. Field numbers are those of onnx.proto (github.com/onnx/onnx, IR version 8). */

import protobuf from 'protobufjs/light.js';

const FLOAT = 1;
const INTS = 7;
const OPSET = 17;

const field = (id, type, rule) => ({ id, type, ...(rule && { rule }) });
const MESSAGES = {
  ModelProto: {
    irVersion: field(1, 'int64'),
    graph: field(7, 'GraphProto'),
    opsetImport: field(8, 'OperatorSetIdProto', 'repeated'),
  },
  OperatorSetIdProto: { version: field(2, 'int64') },
  GraphProto: {
    node: field(1, 'NodeProto', 'repeated'),
    name: field(2, 'string'),
    initializer: field(5, 'TensorProto', 'repeated'),
    input: field(11, 'ValueInfoProto', 'repeated'),
    output: field(12, 'ValueInfoProto', 'repeated'),
  },
  NodeProto: {
    input: field(1, 'string', 'repeated'),
    output: field(2, 'string', 'repeated'),
    opType: field(4, 'string'),
    attribute: field(5, 'AttributeProto', 'repeated'),
  },
  AttributeProto: {
    name: field(1, 'string'),
    ints: field(8, 'int64', 'repeated'),
    type: field(20, 'int32'),
  },
  TensorProto: {
    dims: field(1, 'int64', 'repeated'),
    dataType: field(2, 'int32'),
    name: field(8, 'string'),
    rawData: field(9, 'bytes'),
  },
  ValueInfoProto: { name: field(1, 'string'), type: field(2, 'TypeProto') },
  TypeProto: { tensorType: field(1, 'TensorTypeProto') },
  TensorTypeProto: { elemType: field(1, 'int32'), shape: field(2, 'TensorShapeProto') },
  TensorShapeProto: { dim: field(1, 'DimensionProto', 'repeated') },
  DimensionProto: { dimValue: field(1, 'int64') },
};

const nested = Object.fromEntries(Object.entries(MESSAGES).map(([name, fields]) => [name, { fields }]));
const ModelProto = protobuf.Root.fromJSON({ nested }).lookupType('ModelProto');

/**
 * @param {import('./network.js').Network} network
 * @param {number} sizePx edge of the input
 * @returns {Uint8Array}
 */
export function onnxModel({ arch, classes, ops, output }, sizePx) {
  const node = [];
  const initializer = [];
  const attribute = (name, ...ints) => ({ name, ints, type: INTS });
  const push = (opType, input, to, ...attributes) => node.push({ opType, input, output: [to], attribute: attributes });
  const constant = (name, dims, values) => {
    const rawData = new Uint8Array(values.buffer);
    initializer.push({ name, dims, dataType: FLOAT, rawData });
    return name;
  };
  const window = (kernel, stride, dilation) => {
    const margin = (kernel >> 1) * dilation;
    return [
      attribute('kernel_shape', kernel, kernel),
      attribute('strides', stride, stride),
      attribute('dilations', dilation, dilation),
      attribute('pads', margin, margin, margin, margin),
    ];
  };
  for (const op of ops) {
    const { from, to } = op;
    switch (op.op) {
      case 'conv': {
        const { inputs, outputs, kernel, stride, dilation, weight, bias, relu, add } = op;
        const names = [
          from,
          constant(`${to}.weight`, [outputs, inputs, kernel, kernel], weight),
          constant(`${to}.bias`, [outputs], bias),
        ];
        let result = relu || add ? `${to}.sum` : to;
        push('Conv', names, result, ...window(kernel, stride, dilation));
        if (add) push('Add', [result, add], (result = relu ? `${to}.added` : to));
        if (relu) push('Relu', [result], to);
        break;
      }
      case 'maxPool':
        push('MaxPool', [from], to, ...window(3, 2, 1));
        break;
      case 'mean':
        push('GlobalAveragePool', [from], to);
        break;
      case 'attend':
        push('Add', [op.channel, op.spatial], `${to}.logits`);
        push('Sigmoid', [`${to}.logits`], `${to}.attention`);
        push('Mul', [from, `${to}.attention`], `${to}.raised`);
        push('Add', [from, `${to}.raised`], to);
        break;
    }
  }
  const value = (name, dims) => {
    const shape = { dim: dims.map((dimValue) => ({ dimValue })) };
    return { name, type: { tensorType: { elemType: FLOAT, shape } } };
  };
  const graph = {
    name: arch,
    node,
    initializer,
    input: [value('input', [1, 3, sizePx, sizePx])],
    output: [value(output, [1, classes, 1, 1])],
  };
  const model = { irVersion: 8, opsetImport: [{ version: OPSET }], graph };
  return ModelProto.encode(ModelProto.fromObject(model)).finish();
}
