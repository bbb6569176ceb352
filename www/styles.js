/** The element's stylesheets as constructable sheets, general before particular. */

import { unsafeCSS } from 'lit';
import bar from './bar.css?inline';
import branches from './branches.css?inline';
import camera from './camera.css?inline';
import changes from './changes.css?inline';
import controls from './controls.css?inline';
import element from './element.css?inline';
import maps from './maps.css?inline';
import narrow from './narrow.css?inline';
import panels from './panels.css?inline';
import reports from './reports.css?inline';
import side from './side.css?inline';
import strip from './strip.css?inline';
import tokens from './tokens.css?inline';

export const styles = [
  tokens,
  element,
  bar,
  camera,
  strip,
  maps,
  changes,
  side,
  branches,
  panels,
  controls,
  reports,
  narrow,
].map((sheet) => unsafeCSS(sheet));
