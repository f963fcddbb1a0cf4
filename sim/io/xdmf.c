/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/xdmf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/encode.h"
#include "io/folder.h"
#include "io/vtkhdf.h"

/* Sizes, origin and spacing run z, y, x, as the arrays do. */
static void write_geometry(FILE *stream, const struct grid *grid) {
  const struct axis *axis = grid->axis;
  fprintf(stream, "    <Topology TopologyType=\"3DCoRectMesh\" Dimensions=\"%zu %zu %zu\"/>\n", axis[2].n + 1,
          axis[1].n + 1, axis[0].n + 1);
  fprintf(stream,
          "    <Geometry GeometryType=\"ORIGIN_DXDYDZ\">\n"
          "     <DataItem Dimensions=\"3\" NumberType=\"Float\" Precision=\"8\" Format=\"XML\">0 0 0</DataItem>\n"
          "     <DataItem Dimensions=\"3\" NumberType=\"Float\" Precision=\"8\" Format=\"XML\">%.17g %.17g "
          "%.17g</DataItem>\n"
          "    </Geometry>\n",
          axis[2].h, axis[1].h, axis[0].h);
}

static void write_array(FILE *stream, const struct grid *grid, const char *name, const char *type,
                        const struct frame_place *place) {
  fprintf(stream,
          "    <Attribute Name=\"%s\" AttributeType=\"Scalar\" Center=\"Cell\">\n"
          "     <DataItem Dimensions=\"%zu %zu %zu\" %s Format=\"HDF\">%s:%s/%s</DataItem>\n"
          "    </Attribute>\n",
          name, grid->axis[2].n, grid->axis[1].n, grid->axis[0].n, type, place->file, place->group, name);
}

static void write_frame(FILE *stream, const struct frames *frames, size_t index) {
  struct frame_place place;
  frame_place(&place, index, false);
  fprintf(stream, "   <Grid Name=\"frame_%06zu\" GridType=\"Uniform\">\n    <Time Value=\"%.17g\"/>\n", index,
          frames->times[index]);
  write_geometry(stream, frames->grid);
  char type[64];
  snprintf(type, sizeof type, "NumberType=\"Float\" Precision=\"%zu\"", encodings[frames->precision].size);
  for (size_t f = 0; f < frames->model->n_fields; f++)
    if (frames->stored[f]) write_array(stream, frames->grid, frames->model->fields[f].name, type, &place);
  write_array(stream, frames->grid, LAYER_ARRAY, "NumberType=\"UChar\" Precision=\"1\"", &place);
  fputs("   </Grid>\n", stream);
}

int xdmf_write(const char *folder, const struct frames *frames, uint64_t *bytes, struct error *error) {
  struct atomic atomic;
  TRY(atomic_begin(&atomic, folder, XDMF_FILE, error));
  FILE *stream = atomic_open(&atomic, error);
  if (!stream) return (int)error->code;
  fputs(
      "<?xml version=\"1.0\"?>\n<Xdmf Version=\"3.0\">\n <Domain>\n"
      "  <Grid Name=\"run\" GridType=\"Collection\" CollectionType=\"Temporal\">\n",
      stream);
  for (size_t i = 0; i < frames->n; i++) write_frame(stream, frames, i);
  fputs("  </Grid>\n </Domain>\n</Xdmf>\n", stream);
  atomic_close(&atomic, stream, error);
  return atomic_end(&atomic, bytes, error);
}

/* The index of a frame between two texts, at the beginning of `from`. @return characters of all three, 0: it is not there */
static size_t frame_between(const char *from, const char *before, const char *after, size_t *index) {
  char *end;
  if (strncmp(from, before, strlen(before)) != 0) return 0;
  *index = strtoull(from + strlen(before), &end, 10);
  if (end == from + strlen(before) || strncmp(end, after, strlen(after)) != 0) return 0;
  return (size_t)(end - from) + strlen(after);
}

/* A line of the file, with its frame in the other place. */
static void point_line(FILE *stream, const char *line, bool packed) {
  const char *opening = strstr(line, "Format=\"HDF\">"), *from = opening ? strchr(opening, '>') + 1 : NULL;
  struct frame_place place;
  size_t index = 0, length = 0;
  if (from) length = frame_between(from, "frames/frame_", ".vtkhdf:/VTKHDF/CellData", &index);
  if (from && !length) length = frame_between(from, MASTER_FILE ":/" FRAMES_GROUP "/", "", &index);
  if (!length) {
    fputs(line, stream);
    return;
  }
  frame_place(&place, index, packed);
  fprintf(stream, "%.*s%s:%s%s", (int)(from - line), line, place.file, place.group, from + length);
}

int xdmf_point(const char *folder, bool packed, uint64_t *bytes, struct error *error) {
  struct atomic atomic;
  char *line = NULL;
  size_t size = 0;
  TRY(atomic_begin(&atomic, folder, XDMF_FILE, error));
  FILE *old = fopen(atomic.path, "r");
  if (!old) return error_set(error, ERROR_FAILED, "cannot read %s: %s", atomic.path, strerror(errno));
  FILE *stream = fopen(atomic.aside, "w");
  if (!stream) {
    fclose(old);
    return error_set(error, ERROR_FAILED, "cannot write %s: %s", atomic.path, strerror(errno));
  }
  while (getline(&line, &size, old) >= 0) point_line(stream, line, packed);
  if (!feof(old)) error_set(error, ERROR_FAILED, "cannot read %s: %s", atomic.path, strerror(errno));
  free(line);
  fclose(old);
  atomic_close(&atomic, stream, error);
  return atomic_end(&atomic, bytes, error);
}
