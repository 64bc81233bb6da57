import { expect, test } from "vitest";
import { findHardwareEncoders, hardwareTestArgs } from "./hardware-encoders.ts";
import { openMedia } from "./open-media.ts";

test("an encoder that is built in but has no hardware behind it is not found", async () => {
  const media = await openMedia();
  const claims = new Set([...media.encoders, "h264_nvenc", "h264_vaapi", "h264_qsv"]);

  for (const family of ["nvenc", "vaapi", "qsv"] as const) {
    expect(await findHardwareEncoders({ ...media, encoders: claims }, family, "/dev/dri/none")).toEqual([]);
  }
});

test("an encoder that ffmpeg was built without is not tried", async () => {
  const media = await openMedia();

  expect(await findHardwareEncoders({ ...media, ffmpegPath: "/none", encoders: new Set() }, "nvenc")).toEqual(
    [],
  );
});

test("each family is reached by its own device", () => {
  expect(hardwareTestArgs("h264_vaapi", "vaapi", "/dev/dri/renderD128").slice(0, 2)).toEqual([
    "-vaapi_device",
    "/dev/dri/renderD128",
  ]);
  expect(hardwareTestArgs("hevc_qsv", "qsv", "/dev/dri/renderD129")[1]).toBe(
    "qsv=hardware,child_device=/dev/dri/renderD129",
  );
  expect(hardwareTestArgs("h264_nvenc", "nvenc")).toContain("h264_nvenc");
});
