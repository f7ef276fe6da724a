import { createCache, extractStyle, StyleProvider } from '@ant-design/cssinjs';
import { AutoComplete, Button, Checkbox, ConfigProvider, DatePicker, Divider, Drawer, Dropdown, Empty, Form, Input, InputNumber, Menu, Modal, Popover, Progress, Radio, Segmented, Select, Slider, Space, Spin, Switch, Tabs, TimePicker, Tooltip, Typography, Upload, type ThemeConfig } from 'antd';
import { createElement, Fragment, type FunctionComponent } from 'react';
import { renderToString } from 'react-dom/server';
import { antdTheme } from '../src/design/theme.ts';

const element = (piece: unknown, props: object = {}) => createElement(piece as FunctionComponent<object>, props);
const inside = createElement('i');

/** Of every component of antd that the console draws, by its name, the forms that bring styles of their own. */
export const antdPieces = {
  AutoComplete: [element(AutoComplete)],
  Button: [element(Button)],
  Checkbox: [element(Checkbox), element(Checkbox.Group)],
  DatePicker: [element(DatePicker), element(DatePicker.RangePicker)],
  Divider: [element(Divider)],
  Drawer: [element(Drawer)],
  Dropdown: [element(Dropdown, { menu: { items: [] }, children: inside })],
  Empty: [element(Empty)],
  Form: [element(Form, { children: element(Form.Item) })],
  Input: [element(Input), element(Input.Search), element(Input.TextArea), element(Input.Password), element(Input.OTP)],
  InputNumber: [element(InputNumber)],
  Menu: [element(Menu, { items: [] })],
  Modal: [element(Modal)],
  Popover: [element(Popover, { children: inside })],
  Progress: [element(Progress), element(Progress, { type: 'circle' })],
  Radio: [element(Radio), element(Radio.Group)],
  Segmented: [element(Segmented, { options: ['a'] })],
  Select: [element(Select)],
  Slider: [element(Slider)],
  Space: [element(Space), element(Space.Compact, { children: element(Button) })],
  Spin: [element(Spin)],
  Switch: [element(Switch)],
  Tabs: [element(Tabs, { items: [] })],
  TimePicker: [element(TimePicker)],
  Tooltip: [element(Tooltip, { children: inside })],
  Typography: [element(Typography.Text), element(Typography.Paragraph), element(Typography.Title)],
  Upload: [element(Upload)],
};

/** The styles of those components as one sheet. Colors and sizes in it are variables, so it is the same in every theme. */
export function antdCss(theme: ThemeConfig = antdTheme('light')): string {
  const cache = createCache();
  const pieces = Object.values(antdPieces).flat();
  renderToString(createElement(StyleProvider, { cache }, createElement(ConfigProvider, { theme: { ...theme, zeroRuntime: false } }, pieces.map((piece, place) => createElement(Fragment, { key: place }, piece)))));
  return extractStyle(cache, { plain: true, types: ['style'] });
}
