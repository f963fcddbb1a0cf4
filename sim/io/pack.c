/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/pack.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "io/folder.h"
#include "io/pack_master.h"
#include "io/xdmf.h"

static int open_master(struct h5_file *master, char path[PATH_SIZE], const char *folder, struct error *error) {
  *master = (struct h5_file){.id = H5I_INVALID_HID, .reading = true, .path = path, .error = error};
  TRY(atomic_join(path, folder, MASTER_FILE, error));
  return h5_open(master, path, error);
}

int pack_apply(const char *folder, uint64_t *bytes, struct error *error) {
  struct h5_file master;
  struct stat status;
  char path[PATH_SIZE];
  if (open_master(&master, path, folder, error) == OK && !pack_master_is_packed(&master))
    pack_master_write(folder, &master, true, error);
  TRY(h5_close(&master));
  TRY(xdmf_point(folder, true, bytes, error));
  TRY(folder_clear_frames(folder, error));
  if (stat(path, &status)) return error_set(error, ERROR_FAILED, "cannot read %s: %s", path, strerror(errno));
  *bytes += (uint64_t)status.st_size;
  return OK;
}

int pack_undo(const char *folder, struct error *error) {
  struct h5_file master;
  char path[PATH_SIZE];
  uint64_t bytes;
  if (open_master(&master, path, folder, error) == OK && pack_master_is_packed(&master)) {
    int code = pack_master_unpack_frames(folder, &master, error);
    if (!code) code = xdmf_point(folder, false, &bytes, error);
    if (!code) pack_master_write(folder, &master, false, error);
  }
  return h5_close(&master);
}
