;; What was drawn, over its ground, into an I420 frame: BT.709, limited range, the mean of four pixels as chroma.
;;
;; Eight pixels of two rows at a time. Coefficients from ITU-R BT.709-6: of luma in units of 1/32768, of chroma in
;; units of 1/262144 for the sum of four pixels. Each channel is 16 bits wide while it is worked with, so that one
;; `dot` adds up two products; what is odd and even in its result is then added.
(module
  (memory (import "picture" "memory") 1)

  ;; The weighted sums of four pixels, two in each argument.
  (func $weigh (param $first v128) (param $second v128) (param $weights v128) (result v128)
    (local.set $first (i32x4.dot_i16x8_s (local.get $first) (local.get $weights)))
    (local.set $second (i32x4.dot_i16x8_s (local.get $second) (local.get $weights)))
    (i32x4.add
      (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $first) (local.get $second))
      (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $first) (local.get $second))))

  (func $luma_of_four (param $pixels v128) (result v128)
    (i32x4.shr_u
      (i32x4.add
        (call $weigh
          (i16x8.extend_low_i8x16_u (local.get $pixels))
          (i16x8.extend_high_i8x16_u (local.get $pixels))
          (v128.const i16x8 5983 20127 2032 0 5983 20127 2032 0))
        (v128.const i32x4 540672 540672 540672 540672))
      (i32.const 15)))

  ;; The luma of eight pixels that lie beside each other, in the lower eight bytes.
  (func $luma_of_eight (param $pixels v128) (param $next_pixels v128) (result v128)
    (local $luma v128)
    (local.set $luma
      (i16x8.narrow_i32x4_s (call $luma_of_four (local.get $pixels)) (call $luma_of_four (local.get $next_pixels))))
    (i8x16.narrow_i16x8_u (local.get $luma) (local.get $luma)))

  ;; The sums of two squares of four pixels, channel by channel: four pixels of one row, and those below them.
  (func $sum_squares (param $upper v128) (param $lower v128) (result v128)
    (local $left v128) (local $right v128)
    (local.set $left
      (i16x8.add (i16x8.extend_low_i8x16_u (local.get $upper)) (i16x8.extend_low_i8x16_u (local.get $lower))))
    (local.set $right
      (i16x8.add (i16x8.extend_high_i8x16_u (local.get $upper)) (i16x8.extend_high_i8x16_u (local.get $lower))))
    (i16x8.add
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $left) (local.get $right))
      (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $left) (local.get $right))))

  ;; One kind of chroma of four squares, in the lower four bytes.
  (func $chroma_of_four (param $squares v128) (param $next_squares v128) (param $weights v128) (result v128)
    (local $chroma v128)
    (local.set $chroma
      (i32x4.shr_u
        (i32x4.add
          (call $weigh (local.get $squares) (local.get $next_squares) (local.get $weights))
          (v128.const i32x4 33685504 33685504 33685504 33685504))
        (i32.const 18)))
    (local.set $chroma (i16x8.narrow_i32x4_s (local.get $chroma) (local.get $chroma)))
    (i8x16.narrow_i16x8_u (local.get $chroma) (local.get $chroma)))

  ;; Products of two numbers of 0 to 255 in units of 1/255: by shifts, and rounded as a division would be.
  (func $dim (param $products v128) (result v128)
    (local.set $products (i16x8.add (local.get $products) (v128.const i16x8 128 128 128 128 128 128 128 128)))
    (i16x8.shr_u
      (i16x8.add (local.get $products) (i16x8.shr_u (local.get $products) (i32.const 8)))
      (i32.const 8)))

  ;; Four premultiplied pixels over four opaque ones.
  (func $over (param $drawn v128) (param $ground v128) (result v128)
    (local $kept v128)
    (local.set $kept
      (v128.not
        (i8x16.shuffle 3 3 3 3 7 7 7 7 11 11 11 11 15 15 15 15 (local.get $drawn) (local.get $drawn))))
    (i8x16.add_sat_u
      (local.get $drawn)
      (i8x16.narrow_i16x8_u
        (call $dim (i16x8.extmul_low_i8x16_u (local.get $ground) (local.get $kept)))
        (call $dim (i16x8.extmul_high_i8x16_u (local.get $ground) (local.get $kept))))))

  ;; Converts `width` by `height` pixels that lie row after row at `drawn`, at least eight in a row and even both ways.
  ;; `ground` is where the first of them comes in a picture of `frame_width`; `luma`, `u` and `v` are where it comes in
  ;; the planes of a frame. The same ground, converted, lies `to_ground` bytes after each place of these planes.
  (func (export "convert")
    (param $drawn i32) (param $width i32) (param $height i32) (param $ground i32)
    (param $luma i32) (param $u i32) (param $v i32) (param $to_ground i32) (param $frame_width i32)
    (local $row_bytes i32) (local $frame_row_bytes i32) (local $x i32) (local $at i32) (local $below i32)
    (local $upper v128) (local $next_upper v128) (local $lower v128) (local $next_lower v128)
    (local $upper_before v128) (local $next_upper_before v128)
    (local $lower_before v128) (local $next_lower_before v128)
    (local $squares v128) (local $next_squares v128)
    (local $upper_luma v128) (local $lower_luma v128) (local $u_of_four v128) (local $v_of_four v128)
    (local.set $row_bytes (i32.shl (local.get $width) (i32.const 2)))
    (local.set $frame_row_bytes (i32.shl (local.get $frame_width) (i32.const 2)))
    (loop $rows
      (local.set $x (i32.const 0))
      (loop $columns
        (local.set $at (i32.add (local.get $drawn) (i32.shl (local.get $x) (i32.const 2))))
        (local.set $below (i32.add (local.get $at) (local.get $row_bytes)))
        (local.set $upper (v128.load (local.get $at)))
        (local.set $next_upper (v128.load offset=16 (local.get $at)))
        (local.set $lower (v128.load (local.get $below)))
        (local.set $next_lower (v128.load offset=16 (local.get $below)))

        (if
          (v128.any_true
            (v128.or
              (v128.or (local.get $upper) (local.get $next_upper))
              (v128.or (local.get $lower) (local.get $next_lower))))
          (then
            (local.set $at (i32.add (local.get $ground) (i32.shl (local.get $x) (i32.const 2))))
            (local.set $below (i32.add (local.get $at) (local.get $frame_row_bytes)))
            (local.set $upper (call $over (local.get $upper) (v128.load (local.get $at))))
            (local.set $next_upper (call $over (local.get $next_upper) (v128.load offset=16 (local.get $at))))
            (local.set $lower (call $over (local.get $lower) (v128.load (local.get $below))))
            (local.set $next_lower (call $over (local.get $next_lower) (v128.load offset=16 (local.get $below))))
            ;; Much of what is drawn is plain. What is like the pixels before it has been worked out with them.
            (if
              (v128.any_true
                (v128.or
                  (v128.or
                    (v128.xor (local.get $upper) (local.get $upper_before))
                    (v128.xor (local.get $next_upper) (local.get $next_upper_before)))
                  (v128.or
                    (v128.xor (local.get $lower) (local.get $lower_before))
                    (v128.xor (local.get $next_lower) (local.get $next_lower_before)))))
              (then
                (local.set $upper_luma (call $luma_of_eight (local.get $upper) (local.get $next_upper)))
                (local.set $lower_luma (call $luma_of_eight (local.get $lower) (local.get $next_lower)))
                (local.set $squares (call $sum_squares (local.get $upper) (local.get $lower)))
                (local.set $next_squares (call $sum_squares (local.get $next_upper) (local.get $next_lower)))
                (local.set $u_of_four
                  (call $chroma_of_four (local.get $squares) (local.get $next_squares)
                    (v128.const i16x8 -6596 -22188 28784 0 -6596 -22188 28784 0)))
                (local.set $v_of_four
                  (call $chroma_of_four (local.get $squares) (local.get $next_squares)
                    (v128.const i16x8 28784 -26145 -2639 0 28784 -26145 -2639 0)))
                (local.set $upper_before (local.get $upper))
                (local.set $next_upper_before (local.get $next_upper))
                (local.set $lower_before (local.get $lower))
                (local.set $next_lower_before (local.get $next_lower))))
            (local.set $at (i32.add (local.get $luma) (local.get $x)))
            (v128.store64_lane 0 (local.get $at) (local.get $upper_luma))
            (v128.store64_lane 0 (i32.add (local.get $at) (local.get $frame_width)) (local.get $lower_luma))
            (local.set $at (i32.shr_u (local.get $x) (i32.const 1)))
            (v128.store32_lane 0 (i32.add (local.get $u) (local.get $at)) (local.get $u_of_four))
            (v128.store32_lane 0 (i32.add (local.get $v) (local.get $at)) (local.get $v_of_four)))
          (else
            (local.set $at (i32.add (local.get $luma) (local.get $x)))
            (i64.store (local.get $at) (i64.load (i32.add (local.get $at) (local.get $to_ground))))
            (local.set $at (i32.add (local.get $at) (local.get $frame_width)))
            (i64.store (local.get $at) (i64.load (i32.add (local.get $at) (local.get $to_ground))))
            (local.set $at (i32.add (local.get $u) (i32.shr_u (local.get $x) (i32.const 1))))
            (i32.store (local.get $at) (i32.load (i32.add (local.get $at) (local.get $to_ground))))
            (local.set $at (i32.add (local.get $v) (i32.shr_u (local.get $x) (i32.const 1))))
            (i32.store (local.get $at) (i32.load (i32.add (local.get $at) (local.get $to_ground))))))

        ;; What is left of a row and is less than eight pixels is done together with some that have been.
        (if (i32.lt_u (i32.add (local.get $x) (i32.const 8)) (local.get $width))
          (then
            (local.set $x (i32.add (local.get $x) (i32.const 8)))
            (if (i32.gt_u (i32.add (local.get $x) (i32.const 8)) (local.get $width))
              (then (local.set $x (i32.sub (local.get $width) (i32.const 8)))))
            (br $columns))))

      (local.set $drawn (i32.add (local.get $drawn) (i32.shl (local.get $row_bytes) (i32.const 1))))
      (local.set $ground (i32.add (local.get $ground) (i32.shl (local.get $frame_row_bytes) (i32.const 1))))
      (local.set $luma (i32.add (local.get $luma) (i32.shl (local.get $frame_width) (i32.const 1))))
      (local.set $u (i32.add (local.get $u) (i32.shr_u (local.get $frame_width) (i32.const 1))))
      (local.set $v (i32.add (local.get $v) (i32.shr_u (local.get $frame_width) (i32.const 1))))
      (local.set $height (i32.sub (local.get $height) (i32.const 2)))
      (br_if $rows (local.get $height)))))
