/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a result holds, as h5py, xarray, h5diff and ParaView see it. */
#include <criterion/criterion.h>
#include <sys/stat.h>

#include "result_scene.h"

TestSuite(result, .init = set_up, .fini = tear_down, .timeout = 100);

Test(result, frames_hold_fields_in_z_y_x_with_units_and_time) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  cr_expect_eq(reader("frames"), 0);
}

Test(result, planes_where_a_field_does_not_live_read_as_nan_and_take_no_room) {
  build(CARTESIAN, NY);
  write_result(1, FLOAT32, "a");
  cr_expect_eq(reader("holes"), 0);
}

Test(result, fields_that_are_off_are_not_in_the_files) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "a");
  cr_expect_eq(reader("absent"), 0);
}

Test(result, double_precision_keeps_every_bit) {
  build(CARTESIAN, NY);
  struct error error = {0};
  struct result *result = open_result(FLOAT64, false);
  fill(&scene.fields, 0);
  fields_row(&scene.fields, ALARM, 1, 4)[2] = 1. / 3.;
  cr_assert_eq(result_frame(result, 0, &scene.fields, &error), OK);
  cr_assert_eq(publish(result, "a", &error), OK, "%s", error.sentence);
  result_close(result);
  cr_expect_eq(reader("double"), 0);
}

Test(result, twelve_bits_are_told_in_the_attributes_and_do_not_touch_the_injury) {
  build(CARTESIAN, NY);
  struct error error = {0};
  struct result *result = open_result(TWELVE_BIT, false);
  fill(&scene.fields, 0);
  fields_row(&scene.fields, ALARM, 1, 4)[2] = 1. / 3.;
  cr_assert_eq(result_frame(result, 0, &scene.fields, &error), OK);
  cr_assert_eq(publish(result, "a", &error), OK, "%s", error.sentence);
  result_close(result);
  cr_expect_eq(reader("twelve_bit"), 0);
}

Test(result, the_master_is_a_temporal_vtkhdf_of_relative_virtual_datasets) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  cr_expect_eq(reader("master"), 0);
}

Test(result, a_single_frame_has_no_steps_and_three_axes_for_vtk) {
  build(CARTESIAN, NY);
  write_result(1, FLOAT32, "a");
  cr_expect_eq(reader("single"), 0);
}

Test(result, xarray_opens_the_root_with_both_engines) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  cr_expect_eq(reader("xarray"), 0);
}

Test(result, xarray_opens_one_frame_with_the_same_axes_as_many) {
  build(CARTESIAN, NY);
  write_result(1, FLOAT32, "a");
  cr_expect_eq(reader("xarray_single"), 0);
}

Test(result, xarray_opens_measures_with_profiles_and_outcomes) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "a");
  cr_expect_eq(reader("tables"), 0);
}

Test(result, sessions_hold_punctures_injury_and_report_even_without_punctures) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "a");
  cr_expect_eq(reader("treatment"), 0);
}

Test(result, texts_come_back_as_they_were) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "node7");
  cr_expect_eq(reader("texts"), 0);
}

Test(result, an_axisymmetric_result_names_its_first_axis_r) {
  build(AXISYMMETRIC, 1);
  write_result(2, FLOAT32, "a");
  cr_expect_eq(reader("radial"), 0);
}

Test(result, nothing_but_frames_is_needed) {
  build(CARTESIAN, NY);
  struct error error = {0};
  struct result *result = open_result(FLOAT32, false);
  write_frames(result, 2);
  cr_assert_eq(result_publish(result, &(struct content){0}, &error), OK, "%s", error.sentence);
  result_close(result);
  cr_expect_eq(reader("bare"), 0);
}

Test(result, xdmf_points_at_the_frames) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  cr_expect_eq(reader("xdmf"), 0);
}

Test(result, both_xdmf_readers_of_paraview_see_every_value) {
  if (shell("command -v pvpython >/dev/null")) cr_skip_test("no ParaView here");
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  int status = shell("pvpython --force-offscreen-rendering " MEND_SOURCE_DIR "/tests/read_paraview.py '%s/run.xdmf'",
                     scene.folder);
  cr_expect_eq(status, 0);
}

Test(result, equal_runs_make_equal_files_apart_from_execution) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "here ");
  cr_assert_eq(rename(scene.folder, inside("../../first")), 0);
  sleep(1); /* times of objects, if any were kept, count whole seconds */
  write_result(3, FLOAT32, "there");
  cr_assert_eq(chdir(scene.parent), 0);
  cr_expect_eq(shell("cmp first/frames/frame_000002.vtkhdf made/here/frames/frame_000002.vtkhdf"), 0);
  cr_expect_eq(shell("h5diff --exclude-path=/execution first/run.vtkhdf made/here/run.vtkhdf"), 0);
  cr_expect_eq(shell("h5diff first/run.vtkhdf made/here/run.vtkhdf >/dev/null"), 1);
}

Test(result, bytes_and_frames_are_counted) {
  build(CARTESIAN, NY);
  struct error error = {0};
  struct result *result = open_result(FLOAT32, false);
  cr_expect_eq(result_frames(result), 0);
  cr_expect_eq(result_bytes(result), 0);
  write_frames(result, 2);
  cr_assert_eq(publish(result, "a", &error), OK);
  cr_assert_eq(publish(result, "a", &error), OK);
  cr_expect_eq(result_frames(result), 2);
  const char *const files[] = {"frames/frame_000000.vtkhdf", "frames/frame_000001.vtkhdf", "run.vtkhdf", "run.xdmf"};
  uint64_t total = 0;
  for (size_t i = 0; i < COUNT(files); i++) {
    struct stat status;
    cr_assert_eq(stat(inside(files[i]), &status), 0);
    total += (uint64_t)status.st_size;
  }
  cr_expect_eq(result_bytes(result), total);
  result_close(result);
}

Test(result, nothing_aside_and_no_lock_is_left) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "a");
  cr_expect_eq(shell("test -z \"$(find '%s' -name '.*' -type f)\"", scene.folder), 0);
  cr_expect_eq(shell("test $(find '%s' -type f | wc -l) = 4", scene.folder), 0);
}

Test(result, publishing_without_a_frame_is_refused) {
  build(CARTESIAN, NY);
  struct error error = {0};
  struct result *result = open_result(FLOAT32, false);
  cr_expect_eq(publish(result, "a", &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "no frame"));
  result_close(result);
}
