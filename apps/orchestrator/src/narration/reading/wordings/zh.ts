import type { Wording } from "./wording.ts";

export const zh: Wording = {
  range: "{}到{}",
  percent: "百分之{}",
  units: {
    "°C": "{}摄氏度",
    "km/h": "每小时{}公里",
    "m/s": "每秒{}米",
    "km²": "{}平方公里",
    km: "{}公里",
    cm: "{}厘米",
    mm: "{}毫米",
    m: "{}米",
    kg: "{}公斤",
    g: "{}克",
  },
  currencies: { "₹": "{}卢比", $: "{}美元", "€": "{}欧元", "£": "{}英镑" },
  plus: "加",
  minus: "减",
  equals: "等于",
  times: "乘以",
};
