/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seconds of writing a frame, synced to disk, by precision, and by HDF5's own filters in one thread (deflate 1) beside it.
 * frame NX NY NZ FIELDS REPEATS FOLDER, threads by OMP_NUM_THREADS; prints a JSON object a line, with the best of the
 * repeats and the bytes of the numbers divided by those of the file. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/frame.h"

#define NAME(index, name) name,
static const struct layer_spec LAYER[] = {{"tissue", "all of it"}};

struct scene {
  struct grid grid;
  struct fields fields;
  struct field_spec rows[MAX_FIELDS];
  char names[MAX_FIELDS][16];
  struct model model;
  const char *folder;
};

/* Fronts, bumps and their products: as smooth as fields around a wound. */
static double value(size_t f, double x, double y, double z) {
  double s = (double)f, front = 0.5 * (1 + tanh((hypot(x - 100 + 3 * s, y - 100) - 40 - s + 0.1 * z) / (6 + s)));
  double bump = exp(-(pow(x - 80, 2) + pow(y - 120, 2) + 4 * pow(z - 60 + s, 2)) / (600 + 40 * s));
  return f % 3 == 0 ? front : f % 3 == 1 ? bump : front * (0.3 + bump);
}

static int build(struct scene *scene, const size_t n[3], size_t n_fields, struct error *error) {
  struct grid_request request = {
      .width = {(double)n[0], (double)n[1]}, .spacing = {1, 1, 1}, .n_layers = 1, .thickness = {(double)n[2]}};
  struct range range[MAX_FIELDS];
  for (size_t f = 0; f < n_fields; f++) {
    range[f] = (struct range){0, n[2]};
    snprintf(scene->names[f], sizeof scene->names[f], "field%02zu", f);
    scene->rows[f] = (struct field_spec){scene->names[f], "u", "1", 1, IMMOBILE, CORE, 1, "smooth"};
  }
  scene->model =
      (struct model){.name = "bench", .n_layers = 1, .layers = LAYER, .n_fields = n_fields, .fields = scene->rows};
  TRY(grid_create(&scene->grid, &request, error));
  TRY(fields_create(&scene->fields, &scene->grid, n_fields, range, error));
#pragma omp parallel for
  for (size_t k = 0; k < n[2]; k++)
    for (size_t f = 0; f < n_fields; f++)
      for (size_t j = 0; j < n[1]; j++)
        for (size_t i = 0; i < n[0]; i++)
          fields_row(&scene->fields, f, j, k)[i] = value(f, (double)i, (double)j, (double)k);
  return OK;
}

static int write_frame(struct scene *scene, enum precision precision, uint64_t *bytes, struct error *error) {
  struct frames frames = {.grid = &scene->grid, .model = &scene->model, .precision = precision};
  for (size_t f = 0; f < scene->fields.n; f++) frames.stored[f] = true;
  TRY(packer_create(&frames.packer, &scene->grid, precision, error));
  int code = frame_write(scene->folder, &frames, 0, 0, &scene->fields, bytes, error);
  packer_free(frames.packer);
  return code;
}

static void write_field(struct h5_file *file, const struct scene *scene, size_t f) {
  const struct axis *axis = scene->grid.axis;
  const hsize_t dims[3] = {axis[2].n, axis[1].n, axis[0].n}, padded[3] = {dims[0], dims[1], scene->grid.pitch};
  hid_t space = H5Screate_simple(3, dims, NULL), memory = H5Screate_simple(3, padded, NULL);
  hid_t properties = h5_properties(H5P_DATASET_CREATE);
  h5_check(file, H5Sselect_hyperslab(memory, H5S_SELECT_SET, (hsize_t[]){0, 0, 0}, NULL, dims, NULL));
  h5_check(file, H5Pset_chunk(properties, 3, (hsize_t[]){1, dims[1], dims[2]}));
  h5_check(file, H5Pset_shuffle(properties));
  h5_check(file, H5Pset_deflate(properties, 1));
  hid_t dataset = H5Dcreate2(file->id, scene->names[f], H5T_IEEE_F32LE, space, H5P_DEFAULT, properties, H5P_DEFAULT);
  h5_check(file,
           H5Dwrite(dataset, H5T_NATIVE_DOUBLE, memory, H5S_ALL, H5P_DEFAULT, fields_row(&scene->fields, f, 0, 0)));
  H5Dclose(dataset);
  H5Pclose(properties);
  H5Sclose(memory);
  H5Sclose(space);
}

static int write_plainly(const struct scene *scene, uint64_t *bytes, struct error *error) {
  struct atomic atomic;
  struct h5_file file;
  TRY(atomic_begin(&atomic, scene->folder, "plain.h5", error));
  h5_create(&file, atomic.aside, atomic.path, error);
  for (size_t f = 0; f < scene->fields.n && !error->code; f++) write_field(&file, scene, f);
  h5_close(&file);
  return atomic_end(&atomic, bytes, error);
}

static int measure(struct scene *scene, int way, size_t repeats, struct error *error) {
  static const char *const names[] = {PRECISION_TABLE(NAME)};
  const int plain = COUNT(names);
  uint64_t bytes = 0;
  double best = HUGE_VAL, numbers = (double)(scene->fields.n * grid_size(&scene->grid));
  for (size_t r = 0; r < repeats; r++) {
    double begin = omp_get_wtime();
    TRY(way == plain ? write_plainly(scene, &bytes, error) : write_frame(scene, (enum precision)way, &bytes, error));
    best = fmin(best, omp_get_wtime() - begin);
  }
  numbers *= way == plain ? sizeof(float) : (double)encodings[way].size;
  printf("{\"name\": \"frame %s\", \"seconds\": %.4f, \"ratio\": %.3f, \"bytes\": %llu, \"threads\": %d}\n",
         way == plain ? "float32 by HDF5 alone" : names[way], best, numbers / (double)bytes, (unsigned long long)bytes,
         way == plain ? 1 : omp_get_max_threads());
  return OK;
}

int main(int argc, char **argv) {
  static struct scene scene;
  struct error error = {OK, ""};
  char frames[PATH_SIZE];
  if (argc != 7) return fputs("usage: frame NX NY NZ FIELDS REPEATS FOLDER\n", stderr), 2;
  size_t n[3], n_fields = strtoul(argv[4], NULL, 10), repeats = strtoul(argv[5], NULL, 10);
  for (int a = 0; a < 3; a++) n[a] = strtoul(argv[1 + a], NULL, 10);
  if (!n[0] || !n[1] || !n[2] || !n_fields || n_fields > MAX_FIELDS || !repeats)
    return fputs("frame: counts are from 1 on\n", stderr), 2;
  scene.folder = argv[6];
  int code = atomic_join(frames, scene.folder, "frames", &error);
  if (!code) mkdir(frames, 0777);
  if (!code) code = build(&scene, n, n_fields, &error);
  for (int way = FLOAT32; !code && way <= TWELVE_BIT + 1; way++) code = measure(&scene, way, repeats, &error);
  if (code) fprintf(stderr, "frame: %s\n", error.sentence);
  fields_free(&scene.fields);
  grid_free(&scene.grid);
  return code != OK;
}
