/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/packer.h"

#include <libdeflate.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/denormals.h"

/* Planes that a thread compresses in one go are so many bytes, or one plane: what threads cost is then small. */
enum { GROUP_BYTES = 1 << 16 };

/* Where one thread works. */
struct bench {
  struct libdeflate_compressor *compressor;
  unsigned char *plane;  /* shuffled */
  unsigned char *packed; /* [planes of a group][bound] */
  size_t *length;        /* [planes of a group] of what is packed */
};

struct packer {
  const struct grid *grid;
  size_t cells;  /* of a plane */
  size_t planes; /* of a group, at most */
  size_t bound;  /* bytes of a packed plane, at most */
  size_t n;      /* threads */
  struct bench bench[];
};

static size_t plane_bytes(const struct grid *grid, enum precision precision) {
  size_t size = encodings[precision].size, least = encodings[FLOAT32].size;
  return grid->axis[0].n * grid->axis[1].n * (size > least ? size : least);
}

/* Planes of a group. */
static size_t group_planes(size_t bytes, size_t nz) {
  size_t planes = bytes < GROUP_BYTES ? GROUP_BYTES / bytes : 1;
  return planes < nz ? planes : nz;
}

/* Threads that find a group to work on. */
static size_t useful_threads(size_t planes, size_t nz) {
  size_t threads = (size_t)omp_get_max_threads(), groups = (nz + planes - 1) / planes;
  return threads < groups ? threads : groups;
}

double packer_bytes(const struct grid *grid, enum precision precision) {
  size_t bytes = plane_bytes(grid, precision), nz = grid->axis[2].n, planes = group_planes(bytes, nz);
  double bench = (double)bytes + (double)planes * (double)libdeflate_zlib_compress_bound(NULL, bytes);
  return bench * (double)useful_threads(planes, nz);
}

int packer_create(struct packer **packer, const struct grid *grid, enum precision precision, struct error *error) {
  size_t bytes = plane_bytes(grid, precision), nz = grid->axis[2].n, planes = group_planes(bytes, nz);
  size_t n = useful_threads(planes, nz);
  struct packer *made = *packer = calloc(1, sizeof *made + n * sizeof *made->bench);
  bool made_all = made != NULL;
  if (made) {
    *made = (struct packer){.grid = grid,
                            .cells = grid->axis[0].n * grid->axis[1].n,
                            .planes = planes,
                            .bound = libdeflate_zlib_compress_bound(NULL, bytes),
                            .n = n};
    for (size_t t = 0; t < n; t++) {
      struct bench *bench = &made->bench[t];
      bench->compressor = libdeflate_alloc_compressor(H5_DEFLATE_LEVEL);
      bench->plane = malloc(bytes);
      bench->packed = malloc(planes * made->bound);
      bench->length = calloc(planes, sizeof *bench->length);
      made_all = made_all && bench->compressor && bench->plane && bench->packed && bench->length;
    }
  }
  if (made_all) return OK;
  packer_free(made);
  *packer = NULL;
  return error_set(error, ERROR_FAILED, "no memory to compress planes of %zu bytes", bytes);
}

void packer_free(struct packer *packer) {
  for (size_t t = 0; packer && t < packer->n; t++) {
    if (packer->bench[t].compressor) libdeflate_free_compressor(packer->bench[t].compressor);
    free(packer->bench[t].plane);
    free(packer->bench[t].packed);
    free(packer->bench[t].length);
  }
  free(packer);
}

hid_t packer_type(enum precision precision) {
  return encodings[precision].size == sizeof(float) ? H5T_IEEE_F32LE : H5T_IEEE_F64LE;
}

void packer_label(struct h5_file *file, hid_t dataset, enum precision precision) {
  const int32_t bits = encodings[precision].mantissa_bits;
  if (precision == TWELVE_BIT)
    h5_attribute(file, dataset, "_QuantizeBitRoundNumberOfSignificantBits", H5T_STD_I32LE, H5T_NATIVE_INT32, 0, &bits);
}

/* Compress the plane on the bench as the i-th of its group. */
static void compress(const struct packer *packer, struct bench *bench, size_t bytes, size_t i) {
  bench->length[i] = libdeflate_zlib_compress(bench->compressor, bench->plane, bytes, bench->packed + i * packer->bound,
                                              packer->bound);
}

/* Shuffle and compress n planes. */
static void pack(const struct packer *packer, struct bench *bench, enum precision precision, const double *values,
                 size_t n) {
  size_t nx = packer->grid->axis[0].n, ny = packer->grid->axis[1].n, pitch = packer->grid->pitch;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < ny; j++)
      encode_row(precision, values + (i * ny + j) * pitch, nx, packer->cells, bench->plane + j * nx);
    compress(packer, bench, packer->cells * encodings[precision].size, i);
  }
}

/* Write the i-th plane on the bench as plane k. */
static void write_plane(const struct packer *packer, const struct bench *bench, struct h5_file *file, hid_t dataset,
                        size_t k, size_t i) {
  if (file->error->code) return;
  if (bench->length[i]) h5_chunk(file, dataset, k, bench->length[i], bench->packed + i * packer->bound);
  else error_set(file->error, ERROR_FAILED, "cannot write %s: a plane cannot be compressed", file->path);
}

hid_t packer_planes(struct packer *packer, struct h5_file *file, hid_t parent, const char *name,
                    enum precision precision, struct range range, const double *values) {
  const struct axis *axis = packer->grid->axis;
  hid_t dataset = h5_planes(file, parent, name, packer_type(precision), (hsize_t[]){axis[2].n, axis[1].n, axis[0].n});
  packer_label(file, dataset, precision);
  if (file->error->code) return dataset;
  size_t n = range.k1 - range.k0, groups = (n + packer->planes - 1) / packer->planes;
  size_t plane = packer->grid->pitch * axis[1].n;
#pragma omp parallel if (groups > 1) num_threads(packer->n) default(none) \
    shared(packer, file, dataset, precision, range, values, n, groups, plane)
  {
    struct bench *bench = &packer->bench[omp_get_thread_num()];
    denormals_flush();
#pragma omp for ordered schedule(dynamic, 1)
    for (size_t g = 0; g < groups; g++) {
      size_t first = g * packer->planes, m = n - first < packer->planes ? n - first : packer->planes;
      pack(packer, bench, precision, values + first * plane, m);
#pragma omp ordered
      for (size_t i = 0; i < m; i++) write_plane(packer, bench, file, dataset, range.k0 + first + i, i);
    }
  }
  return dataset;
}

hid_t packer_layers(struct packer *packer, struct h5_file *file, hid_t parent, const char *name) {
  const struct axis *axis = packer->grid->axis;
  hid_t dataset = h5_planes(file, parent, name, H5T_STD_U8LE, (hsize_t[]){axis[2].n, axis[1].n, axis[0].n});
  for (size_t k = 0; k < axis[2].n; k++) {
    int layer = grid_layer_at(packer->grid, k);
    if (k == 0 || layer != grid_layer_at(packer->grid, k - 1)) {
      memset(packer->bench->plane, layer, packer->cells);
      compress(packer, packer->bench, packer->cells, 0);
    }
    write_plane(packer, packer->bench, file, dataset, k, 0);
  }
  return dataset;
}
