/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of many groups of planes, compressed in several threads, as h5py reads them. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <omp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include "io/frame.h"

/* 10.8 kB a plane of floats: six planes a group, and the last group is not full. */
enum { NX = 60, NY = 45, NZ = 20, K0 = 4, N_FIELDS = 2 };

static const struct layer_spec LAYERS[] = {{"epidermis", "upper"}, {"dermis", "lower"}};
static const struct field_spec FIELDS[N_FIELDS] = {
    {"alarm", "S", "1", 3, IMMOBILE, CORE, 1, "Calls cells."},
    {"collagen1", "C1", "mg/mL", 2, IMMOBILE, CORE, 1, "Fibres."},
};
static const struct model MODEL = {
    .name = "toy", .n_layers = 2, .layers = LAYERS, .n_fields = N_FIELDS, .fields = FIELDS};
static const char *const PRECISIONS[] = {[FLOAT32] = "float32", [FLOAT64] = "float64", [TWELVE_BIT] = "12 bit"};

static char folder[64];
static struct grid grid;
static struct fields fields;

static int shell(const char *command) {
  int status = system(command);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void set_up(void) {
  struct error error = {OK, ""};
  struct grid_request request = {.width = {NX, NY}, .spacing = {1, 1, 1}, .n_layers = 2, .thickness = {K0, NZ - K0}};
  const struct range range[N_FIELDS] = {{0, NZ}, {K0, NZ}};
  char frames[80];
  strcpy(folder, "/tmp/mend_packer_XXXXXX");
  cr_assert_not_null(mkdtemp(folder));
  snprintf(frames, sizeof frames, "%s/frames", folder);
  cr_assert_eq(mkdir(frames, 0777), 0);
  cr_assert_eq(grid_create(&grid, &request, &error), OK, "%s", error.sentence);
  cr_assert(grid.axis[0].n == NX && grid.axis[1].n == NY && grid.axis[2].n == NZ && grid.pitch > NX);
  cr_assert_eq(fields_create(&fields, &grid, N_FIELDS, range, &error), OK, "%s", error.sentence);
  for (size_t f = 0; f < N_FIELDS; f++)
    for (size_t k = range[f].k0; k < range[f].k1; k++)
      for (size_t j = 0; j < NY; j++)
        for (size_t i = 0; i < NX; i++)
          fields_row(&fields, f, j, k)[i] =
              (double)((7919 * k + 104729 * j + 1299709 * i + 31 * f) % 65521) / 65521 - 0.5;
}

static void tear_down(void) {
  char command[96];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  cr_expect_eq(shell(command), 0);
  fields_free(&fields);
  grid_free(&grid);
}

TestSuite(packer, .init = set_up, .fini = tear_down, .timeout = 100);

/* Frame `index` by so many threads. */
static int write_frame(enum precision precision, int threads, size_t index, struct error *error) {
  struct frames frames = {.grid = &grid, .model = &MODEL, .precision = precision, .stored = {true, true}};
  uint64_t bytes;
  omp_set_num_threads(threads);
  TRY(packer_create(&frames.packer, &grid, precision, error));
  int code = frame_write(folder, &frames, index, 0, &fields, &bytes, error);
  packer_free(frames.packer);
  return code;
}

Test(packer, gives_h5py_equal_numbers_in_every_precision_and_nothing_outside_the_layers) {
  for (size_t p = 0; p < COUNT(PRECISIONS); p++) {
    struct error error = {OK, ""};
    char command[512];
    cr_assert_eq(write_frame((enum precision)p, 2, p, &error), OK, "%s", error.sentence);
    snprintf(command, sizeof command,
             MEND_PYTHON " " MEND_SOURCE_DIR "/tests/read_packed.py '%s/frames/frame_%06zu.vtkhdf' '%s' %d %d %d %d",
             folder, p, PRECISIONS[p], NX, NY, NZ, K0);
    cr_expect_eq(shell(command), 0, "%s", PRECISIONS[p]);
  }
}

Test(packer, writes_the_same_bytes_in_1_2_and_3_threads) {
  for (size_t p = 0; p < COUNT(PRECISIONS); p++) {
    for (int threads = 1; threads <= 3; threads++) {
      struct error error = {OK, ""};
      cr_assert_eq(write_frame((enum precision)p, threads, (size_t)threads, &error), OK, "%s", error.sentence);
    }
    char command[256];
    snprintf(
        command, sizeof command,
        "cd '%s/frames' && cmp frame_000001.vtkhdf frame_000002.vtkhdf && cmp frame_000001.vtkhdf frame_000003.vtkhdf",
        folder);
    cr_expect_eq(shell(command), 0, "%s", PRECISIONS[p]);
  }
}

/* What is said on stderr from now on goes to this file. */
static void divert(const char *path) {
  int descriptor = open(path, O_WRONLY | O_CREAT, 0666);
  cr_assert(descriptor >= 0 && dup2(descriptor, STDERR_FILENO) >= 0);
  close(descriptor);
}

Test(packer, tells_of_a_full_disk_with_the_file_and_prints_nothing_from_any_thread) {
#ifdef __SANITIZE_ADDRESS__
  __lsan_disable(); /* HDF5 cannot give back a file whose closing failed */
#endif
  struct error error = {OK, ""};
  const struct rlimit limit = {70000, RLIM_INFINITY}; /* less than the first field takes */
  char path[96], said[512] = "";
  snprintf(path, sizeof path, "%s/said", folder);
  int before = dup(STDERR_FILENO);
  divert(path);
  signal(SIGXFSZ, SIG_IGN);
  cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
  int code = write_frame(FLOAT32, 3, 0, &error);
  dup2(before, STDERR_FILENO);
  cr_expect_eq(code, ERROR_FAILED);
  cr_expect_not_null(strstr(error.sentence, "frames/frame_000000.vtkhdf: File too large"), "%s", error.sentence);
  FILE *stream = fopen(path, "r");
  cr_assert_not_null(stream);
  said[fread(said, 1, sizeof said - 1, stream)] = '\0';
  fclose(stream);
  cr_expect_str_empty(said, "%s", said);
  snprintf(path, sizeof path, "%s/frames/.frame_000000.vtkhdf.tmp", folder);
  cr_expect_neq(access(path, F_OK), 0, "nothing is left aside");
}

Test(packer, without_memory_says_how_much_it_wanted) {
#ifdef __SANITIZE_ADDRESS__
  cr_skip_test("the sanitizer ends the program instead");
#endif
  struct grid vast = {.axis = {{.n = (size_t)1 << 28}, {.n = (size_t)1 << 28}, {.n = 1}}};
  struct packer *packer = NULL;
  struct error error = {OK, ""};
  cr_expect_eq(packer_create(&packer, &vast, FLOAT32, &error), ERROR_FAILED);
  cr_expect_null(packer);
  cr_expect_not_null(strstr(error.sentence, "planes of 288230376151711744 bytes"), "%s", error.sentence);
}

Test(packer, foretells_its_memory_for_all_threads) {
  omp_set_num_threads(1);
  double one = packer_bytes(&grid, FLOAT32);
  cr_expect(one > 7.0 * NX * NY * 4 && one < 7.1 * NX * NY * 4, "a plane, and a group of six compressed: %g", one);
  omp_set_num_threads(3);
  cr_expect_float_eq(packer_bytes(&grid, FLOAT32), 3 * one, 0.5);
}
