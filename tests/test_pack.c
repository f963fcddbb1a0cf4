/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file out of many, and back. */
#include <criterion/criterion.h>
#include <hdf5.h>

#include "io/stored.h"
#include "pack_scene.h"

TestSuite(pack, .init = set_up, .fini = tear_down, .timeout = 100);

static void is_unpacked_as_before(void) {
  cr_expect_eq(
      shell("cd '%s' && for file in run.vtkhdf frames/*.vtkhdf; do h5diff -q ../../before/$file $file || exit 1; "
            "done && cmp ../../before/run.xdmf run.xdmf && test \"$(ls -A ../../before/frames)\" = \"$(ls -A frames)\"",
            scene.folder),
      0);
}

Test(pack, a_packed_result_is_one_file_with_the_same_content) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  keep_as("before");
  apply();
  cr_expect(same_as("before", "made/here"));
  cr_expect_eq(shell("test \"$(ls -A '%s' | tr '\\n' ' ')\" = 'run.vtkhdf run.xdmf '", scene.folder), 0);
  cr_expect_eq(reader("xarray"), 0);
  cr_expect_eq(reader("tables"), 0);
  cr_expect_eq(reader("treatment"), 0);
}

Test(pack, a_packed_result_reads_the_same_under_another_name_and_elsewhere) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  apply();
  cr_assert_eq(shell("mkdir -p '%s/moved' && mv '%s/run.vtkhdf' '%s/moved/other.h5' && " MEND_PYTHON
                     " -c \"import h5py, sys; sys.exit(int(h5py.File(sys.argv[1])['alarm'][2, 4, 1, 3] != 414))\" "
                     "'%s/moved/other.h5'",
                     scene.parent, scene.folder, scene.parent, scene.parent),
               0);
}

Test(pack, a_single_frame_is_packed) {
  build(CARTESIAN, NY);
  write_result(1, FLOAT64, "a");
  keep_as("before");
  apply();
  cr_expect(same_as("before", "made/here"));
  cr_expect_eq(reader("single"), 0);
  undo();
  is_unpacked_as_before();
}

Test(pack, an_axisymmetric_result_is_packed) {
  build(AXISYMMETRIC, 1);
  write_result(2, TWELVE_BIT, "a");
  keep_as("before");
  apply();
  cr_expect(same_as("before", "made/here"));
  cr_expect_eq(reader("radial"), 0);
}

Test(pack, both_xdmf_readers_of_paraview_see_every_packed_value) {
  if (shell("command -v pvpython >/dev/null")) cr_skip_test("no ParaView here");
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  apply();
  int status = shell("pvpython --force-offscreen-rendering " MEND_SOURCE_DIR "/tests/read_paraview.py '%s/run.xdmf'",
                     scene.folder);
  cr_expect_eq(status, 0);
}

Test(pack, undone_it_is_as_it_was) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  keep_as("before");
  apply();
  undo();
  is_unpacked_as_before();
  cr_expect(same_as("before", "made/here"));
  cr_expect_eq(reader("frames"), 0);
  cr_expect_eq(reader("master"), 0);
  cr_expect_eq(reader("xdmf"), 0);
}

Test(pack, what_is_packed_or_unpacked_already_stays) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "a");
  keep_as("before");
  undo();
  cr_expect_eq(shell("diff -r '%s/before' '%s'", scene.parent, scene.folder), 0);
  apply();
  keep_as("packed");
  apply();
  cr_expect_eq(shell("diff -r '%s/packed' '%s'", scene.parent, scene.folder), 0);
}

Test(pack, other_files_among_the_frames_stay) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "a");
  put("frames/notes.txt", "mine");
  struct error error = {0};
  uint64_t bytes = 0;
  cr_assert_eq(pack_apply(scene.folder, &bytes, &error), OK, "%s", error.sentence);
  cr_expect(holds("frames/notes.txt", "mine"));
  cr_expect_not(is_there("frames/frame_000000.vtkhdf"));
}

Test(pack, a_frame_that_is_missing_or_broken_is_told_and_nothing_is_removed) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  struct error error = {0};
  uint64_t bytes = 0;
  put("frames/frame_000001.vtkhdf", "broken");
  keep_as("before");
  cr_expect_eq(pack_apply(scene.folder, &bytes, &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "frames/frame_000001.vtkhdf"), "%s", error.sentence);
  cr_expect_eq(shell("diff -r '%s/before' '%s'", scene.parent, scene.folder), 0);
  cr_assert_eq(unlink(inside("frames/frame_000001.vtkhdf")), 0);
  error = (struct error){0};
  cr_expect_eq(pack_apply(scene.folder, &bytes, &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "frames/frame_000001.vtkhdf"), "%s", error.sentence);
  cr_expect_not(is_there(".run.vtkhdf.tmp"));
}

Test(pack, a_result_without_its_xdmf_is_told) {
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "a");
  struct error error = {0};
  uint64_t bytes = 0;
  cr_assert_eq(unlink(inside("run.xdmf")), 0);
  cr_expect_eq(pack_apply(scene.folder, &bytes, &error), ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "run.xdmf"), "%s", error.sentence);
  cr_expect(is_there("frames/frame_000001.vtkhdf"));
}

Test(pack, frames_that_a_packed_master_lacks_are_counted) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "a");
  apply();
  struct error error = {0};
  struct stored stored;
  cr_assert_eq(stored_read(&stored, scene.folder, &error), OK, "%s", error.sentence);
  cr_expect_eq(stored.n_frames, 3);
  cr_expect_eq(stored.frames_missing, 0);
  stored_free(&stored);
  hid_t file = H5Fopen(inside("run.vtkhdf"), H5F_ACC_RDWR, H5P_DEFAULT);
  cr_assert_geq(file, 0);
  cr_assert_geq(H5Ldelete(file, "/frames/000001", H5P_DEFAULT), 0);
  cr_assert_geq(H5Fclose(file), 0);
  cr_assert_eq(stored_read(&stored, scene.folder, &error), OK, "%s", error.sentence);
  cr_expect_eq(stored.frames_missing, 1);
  stored_free(&stored);
}
