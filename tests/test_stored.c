/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  A result read back by the engine: what the writer of result_scene.h put in, and what is said of broken files.
 */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <hdf5.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "io/stored.h"
#include "result_scene.h"

TestSuite(stored, .init = set_up, .fini = tear_down);

static struct stored stored;

static void read_good(const char *path) {
  struct error error = {0};
  cr_assert_eq(stored_read(&stored, path, &error), OK, "%s", error.sentence);
}

/* Reading fails with a sentence that holds all of the words, and HDF5 prints nothing of its own. */
static void expect_refused(const char *path, const char *word, const char *other) {
  struct error error = {0};
  struct stored broken;
  cr_expect_eq(stored_read(&broken, path, &error), ERROR_FAILED, "%s: not refused for '%s'", path, word);
  cr_expect_not_null(strstr(error.sentence, word), "'%s' lacks '%s'", error.sentence, word);
  cr_expect_not_null(strstr(error.sentence, other), "'%s' lacks '%s'", error.sentence, other);
  stored_free(&broken);
}

/* HDF5 prints its errors to stderr unless it is told not to. */
static void listen_to_stderr(void) {
  snprintf(scene.command, sizeof scene.command, "%s/stderr", scene.parent);
  cr_assert_not_null(freopen(scene.command, "w", stderr));
}

static void expect_silence(void) {
  struct stat status;
  snprintf(scene.command, sizeof scene.command, "%s/stderr", scene.parent);
  fflush(stderr);
  cr_assert_eq(stat(scene.command, &status), 0);
  cr_expect_eq(status.st_size, 0, "something was printed");
}

/* The master, opened to be spoilt. */
static hid_t open_master(void) {
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_file_locking(access, false, true);
  hid_t file = H5Fopen(inside("run.vtkhdf"), H5F_ACC_RDWR, access);
  cr_assert_geq(file, 0);
  H5Pclose(access);
  return file;
}

static void expect_text(const char *got, const char *expected) {
  cr_assert_not_null(got);
  cr_expect_str_eq(got, expected);
}

Test(stored, holds_the_grid_the_frames_and_the_fields) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "node7");
  read_good(scene.folder);
  cr_expect_eq(stored.geometry, CARTESIAN);
  cr_expect(stored.cells[0] == NX && stored.cells[1] == NY && stored.cells[2] == NZ);
  cr_expect_float_eq(stored.spacing[0], 0.1, 1e-15);
  cr_expect_float_eq(stored.spacing[1], 0.2, 1e-15);
  cr_expect_float_eq(stored.spacing[2], 0.05, 1e-15);
  for (size_t k = 0; k < NZ; k++) cr_expect_float_eq(stored.depth[k], 0.05 * ((double)k + 0.5), 1e-15);
  cr_assert_eq(stored.n_layers, 2);
  expect_text(stored.layers[0].name, "epidermis");
  cr_expect(stored.layers[0].planes == 2 && stored.layers[1].planes == 4);
  cr_assert_eq(stored.n_frames, 3);
  cr_expect_eq(stored.frames_missing, 0);
  for (size_t i = 0; i < 3; i++) cr_expect_float_eq(stored.times[i], 7. * (double)i / 3., 1e-15);
  cr_assert_eq(stored.n_fields, 3);
  expect_text(stored.fields[1].name, "collagen1");
  expect_text(stored.fields[1].symbol, "C1");
  expect_text(stored.fields[1].unit, "mg/mL");
  expect_text(stored.fields[1].description, "Fibres, \xc3\xa0 point.");
  stored_free(&stored);
}

Test(stored, holds_measures_profiles_and_outcomes) {
  build(CARTESIAN, NY);
  write_result(1, FLOAT32, "node7");
  read_good(scene.folder);
  const struct table *measures = &stored.content.measures, *outcomes = &stored.content.outcomes;
  cr_assert(measures->n_columns == 2 && measures->n_rows == 4 && measures->time);
  cr_expect_eq(measures->time[1], 0.25);
  expect_text(measures->columns[0].name, "alarm_mean");
  cr_expect(!measures->columns[0].profile && measures->columns[0].values[2] == 3 &&
            isnan(measures->columns[0].values[3]));
  expect_text(measures->columns[1].unit, "%");
  cr_assert(measures->columns[1].profile);
  for (size_t c = 0; c < 4 * NZ; c++) cr_expect_eq(measures->columns[1].values[c], (double)c);
  cr_assert_eq(outcomes->n_columns, 1);
  expect_text(outcomes->columns[0].unit, "mg/mL");
  expect_text(outcomes->columns[0].description, "largest");
  cr_expect_eq(outcomes->columns[0].values[0], 42);
  stored_free(&stored);
}

Test(stored, holds_sessions_punctures_and_texts) {
  build(CARTESIAN, NY);
  write_result(1, FLOAT32, "node7");
  read_good(scene.folder);
  cr_assert_eq(stored.content.n_sessions, 2);
  const struct session_record *first = &stored.content.sessions[0], *second = &stored.content.sessions[1];
  cr_expect(first->time == 2.5 && second->time == 9.5);
  cr_assert(first->n_punctures == 2 && second->n_punctures == 0);
  const struct puncture *p = &first->punctures[1];
  cr_expect(p->x == 1.1 && p->y == 1.2 && p->shear[0] == 1.3 && p->shear[1] == 1.4);
  cr_expect(p->depth == 1.5 && p->radius == 1.6 && p->taper == 1.7);
  cr_assert_eq(first->n_report, 1);
  expect_text(first->report[0].name, "overlap");
  cr_expect_eq(first->report[0].values[0], 0.125);
  expect_text(stored_provenance(&stored, "config"), "skin: {model: toy}\n# caf\xc3\xa9\n");
  expect_text(stored_provenance(&stored, "flags"), "");
  expect_text(stored_execution(&stored, "host"), "node7");
  cr_expect_null(stored_execution(&stored, "flags"));
  cr_expect(!stored_complete(&stored), "a result that does not say that it is complete is not");
  stored_free(&stored);
}

Test(stored, knows_an_axisymmetric_cell) {
  build(AXISYMMETRIC, 1);
  write_result(2, FLOAT64, "node7");
  read_good(scene.folder);
  cr_expect(stored.geometry == AXISYMMETRIC && stored.cells[1] == 1 && stored.n_fields == 3);
  stored_free(&stored);
}

Test(stored, is_found_by_its_folder_its_master_or_a_file_beside_it) {
  build(CARTESIAN, NY);
  write_result(1, FLOAT32, "node7");
  char name[STORED_NAME];
  for (size_t i = 0; i < 3; i++) {
    const char *path = i == 0 ? scene.folder : inside(i == 1 ? "run.vtkhdf" : "run.xdmf");
    cr_expect(stored_is_meant(path));
    cr_expect_str_eq(stored_name(path, name), "here");
    read_good(path);
    cr_expect_eq(stored.frames_missing, 0);
    stored_free(&stored);
  }
  put("notes.txt", "mine\n");
  cr_expect(!stored_is_meant(inside("notes.txt")));
  read_good(inside("notes.txt"));
  stored_free(&stored);
  cr_assert_eq(shell("cp '%s/run.vtkhdf' '%s/copy.h5'", scene.folder, scene.parent), 0);
  snprintf(scene.command, sizeof scene.command, "%s/copy.h5", scene.parent);
  cr_expect(stored_is_meant(scene.command));
  cr_expect_str_eq(stored_name(scene.command, name), "copy");
}

Test(stored, counts_the_frames_whose_files_are_gone) {
  build(CARTESIAN, NY);
  write_result(3, FLOAT32, "node7");
  cr_assert_eq(unlink(inside("frames/frame_000001.vtkhdf")), 0);
  read_good(scene.folder);
  cr_expect_eq(stored.frames_missing, 1);
  stored_free(&stored);
}

Test(stored, can_be_read_while_another_holds_a_lock) {
  build(CARTESIAN, NY);
  write_result(1, FLOAT32, "node7");
  int descriptor = open(inside("run.vtkhdf"), O_RDWR);
  cr_assert_eq(flock(descriptor, LOCK_EX | LOCK_NB), 0);
  read_good(scene.folder);
  stored_free(&stored);
  close(descriptor);
}

Test(stored, is_refused_with_the_cause) {
  listen_to_stderr();
  build(CARTESIAN, NY);
  expect_refused(scene.folder, scene.folder, "No such file");
  expect_refused(scene.parent, scene.parent, "holds no result");
  write_result(2, FLOAT32, "node7");
  expect_refused(inside("frames/frame_000000.vtkhdf"), "frame_000000.vtkhdf", "no format_version");
  cr_assert_eq(shell("cp '%s/run.xdmf' '%s/alone.txt'", scene.folder, scene.parent), 0);
  snprintf(scene.command, sizeof scene.command, "%s/alone.txt", scene.parent);
  expect_refused(scene.command, "alone.txt", "no HDF5 file");
  put("run.vtkhdf", "not a result\n");
  expect_refused(scene.folder, "run.vtkhdf", "no HDF5 file");
  expect_silence();
}

Test(stored, of_another_format_is_refused_by_its_version) {
  build(CARTESIAN, NY);
  write_result(1, FLOAT32, "node7");
  for (int64_t version = 0; version <= 2; version += 2) {
    hid_t file = open_master(), attribute = H5Aopen(file, "format_version", H5P_DEFAULT);
    H5Awrite(attribute, H5T_NATIVE_INT64, &version);
    H5Aclose(attribute);
    H5Fclose(file);
    expect_refused(scene.folder, version ? "format version 2" : "format version 0", version ? "newer" : "older");
  }
}

Test(stored, that_lacks_a_piece_is_refused_by_its_name) {
  static const char *const PIECES[] = {"execution", "provenance", "treatment", "outcomes", "measures",
                                       "time",      "layer",      "z",         "VTKHDF"};
  build(CARTESIAN, NY);
  write_result(1, FLOAT32, "node7");
  for (size_t i = 0; i < COUNT(PIECES); i++) {
    char quoted[32];
    hid_t file = open_master();
    H5Ldelete(file, PIECES[i], H5P_DEFAULT);
    H5Fclose(file);
    snprintf(quoted, sizeof quoted, "'%s'", PIECES[i]);
    expect_refused(scene.folder, quoted, "is missing");
  }
}

Test(stored, with_a_table_larger_than_can_be_is_refused) {
  build(CARTESIAN, NY);
  write_result(1, FLOAT32, "node7");
  hid_t file = open_master(), properties = H5Pcreate(H5P_DATASET_CREATE);
  hid_t space = H5Screate_simple(1, (hsize_t[]){(hsize_t)1 << 44}, NULL);
  H5Pset_chunk(properties, 1, (hsize_t[]){1024});
  H5Ldelete(file, "measures/time", H5P_DEFAULT);
  hid_t huge = H5Dcreate2(file, "measures/time", H5T_IEEE_F64LE, space, H5P_DEFAULT, properties, H5P_DEFAULT);
  cr_assert_geq(huge, 0);
  H5Dclose(huge);
  H5Sclose(space);
  H5Pclose(properties);
  H5Fclose(file);
  expect_refused(scene.folder, "'time'", "larger than can be");
}

Test(stored, follows_no_link_to_another_file) {
  build(CARTESIAN, NY);
  write_result(1, FLOAT32, "node7");
  hid_t file = open_master();
  H5Ldelete(file, "outcomes", H5P_DEFAULT);
  cr_assert_geq(H5Lcreate_external("frames/frame_000000.vtkhdf", "/VTKHDF", file, "outcomes", H5P_DEFAULT, H5P_DEFAULT),
                0);
  H5Fclose(file);
  expect_refused(scene.folder, "'outcomes'", "is missing");
}

Test(stored, is_refused_wherever_it_was_cut) {
  listen_to_stderr();
  build(CARTESIAN, NY);
  write_result(2, FLOAT32, "node7");
  struct stat status;
  cr_assert_eq(stat(inside("run.vtkhdf"), &status), 0);
  for (off_t share = 63; share >= 0; share--) {
    cr_assert_eq(truncate(inside("run.vtkhdf"), status.st_size * share / 64), 0);
    expect_refused(scene.folder, "run.vtkhdf", share > 0 ? "truncated" : "no HDF5 file");
  }
  expect_silence();
}
