/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/xdmf.h"

#include <errno.h>
#include <stdio.h>
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

static void write_array(FILE *stream, const struct grid *grid, const char *name, const char *type, const char *file) {
  fprintf(stream,
          "    <Attribute Name=\"%s\" AttributeType=\"Scalar\" Center=\"Cell\">\n"
          "     <DataItem Dimensions=\"%zu %zu %zu\" %s Format=\"HDF\">%s:/VTKHDF/CellData/%s</DataItem>\n"
          "    </Attribute>\n",
          name, grid->axis[2].n, grid->axis[1].n, grid->axis[0].n, type, file, name);
}

static void write_frame(FILE *stream, const struct frames *frames, size_t index) {
  char file[FRAME_NAME_SIZE];
  frame_name(file, index);
  fprintf(stream, "   <Grid Name=\"frame_%06zu\" GridType=\"Uniform\">\n    <Time Value=\"%.17g\"/>\n", index,
          frames->times[index]);
  write_geometry(stream, frames->grid);
  char type[64];
  snprintf(type, sizeof type, "NumberType=\"Float\" Precision=\"%zu\"", encodings[frames->precision].size);
  for (size_t f = 0; f < frames->model->n_fields; f++)
    if (frames->stored[f]) write_array(stream, frames->grid, frames->model->fields[f].name, type, file);
  write_array(stream, frames->grid, LAYER_ARRAY, "NumberType=\"UChar\" Precision=\"1\"", file);
  fputs("   </Grid>\n", stream);
}

int xdmf_write(const char *folder, const struct frames *frames, uint64_t *bytes, struct error *error) {
  struct atomic atomic;
  TRY(atomic_begin(&atomic, folder, XDMF_FILE, error));
  FILE *stream = fopen(atomic.aside, "w");
  if (!stream) return error_set(error, ERROR_FAILED, "cannot write %s: %s", atomic.path, strerror(errno));
  fputs(
      "<?xml version=\"1.0\"?>\n<Xdmf Version=\"3.0\">\n <Domain>\n"
      "  <Grid Name=\"run\" GridType=\"Collection\" CollectionType=\"Temporal\">\n",
      stream);
  for (size_t i = 0; i < frames->n; i++) write_frame(stream, frames, i);
  fputs("  </Grid>\n </Domain>\n</Xdmf>\n", stream);
  errno = 0;
  int failed = fflush(stream) || ferror(stream), cause = errno;
  if (fclose(stream) && !failed) failed = 1, cause = errno;
  if (failed)
    error_set(error, ERROR_FAILED, "cannot write %s: %s", atomic.path, cause ? strerror(cause) : "output failed");
  return atomic_end(&atomic, bytes, error);
}
