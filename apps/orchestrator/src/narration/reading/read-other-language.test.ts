import { expect, test } from "vitest";
import { cleanForSpeech } from "../speakable-text.ts";

test.each([
  ["hi", "पानी 100°C पर उबलता है।", "पानी 100 डिग्री सेल्सियस पर उबलता है।"],
  ["hi", "₹1,00,000 में 25% छूट", "100000 रुपये में 25 प्रतिशत छूट"],
  ["hi", "गति 80 km/h, दूरी 10–15 km", "गति 80 किलोमीटर प्रति घंटा, दूरी 10 से 15 किलोमीटर"],
  ["ar", "تبلغ الحرارة 25°C", "تبلغ الحرارة 25 درجة مئوية"],
  ["ar", "نسبة 40%", "نسبة 40 بالمئة"],
  ["zh", "空气中有78%的氮气", "空气中有百分之78的氮气"],
  ["zh", "每天吃10-15kg竹子", "每天吃10到15公斤竹子"],
  ["de", "bei 80 km/h und 3,5 kg", "bei 80 Kilometer pro Stunde und 3,5 Kilogramm"],
  ["fr", "de 10 à 20 %", "de 10 à 20 pour cent"],
  ["es", "cuesta $5 y pesa 2 kg", "cuesta 5 dólares y pesa 2 kilogramos"],
  ["es", "x = 2 + 3", "x es igual a 2 más 3"],
  ["bn", "১০% বৃদ্ধি", "১০ শতাংশ বৃদ্ধি"],
  ["ta", "25% நீர்", "25 சதவீதம் நீர்"],
  ["te", "25% నీరు", "25 శాతం నీరు"],
  ["sw", "80 km/h", "80 km/h"],
  ["hi", "2024-05-01 को", "2024-05-01 को"],
])("in %s %j is given to the voice as %j", (language, text, expected) => {
  expect(cleanForSpeech(text, language)).toBe(expected);
});
