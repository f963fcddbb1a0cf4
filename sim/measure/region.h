/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Cells that count for a measure, by the fraction of their volume inside.
 */
#pragma once
#include "base/error.h"
#include "needle/punctures.h"
#include "ops/laws.h"

enum { MAX_DISTANCES = 4 };

/** Share of each cell near a channel's axis, for one distance: min(1, sum of the discs of all sessions so far). */
struct neighbourhood {
  double distance; /**< [mm] */
  double *share;   /**< [nz][ny][pitch] */
  bool *touched;   /**< [nz][ny]: the row has cells inside */
};

/** Cells of which the last session's channels took more than half; if none, those of the largest share. */
struct pierced {
  size_t n;
  size_t *cell; /**< offsets into [nz][ny][pitch] */
};

struct regions {
  const struct grid *grid;
  size_t n_neighbourhoods;
  struct neighbourhood neighbourhood[MAX_DISTANCES];
  size_t n_pierced; /**< one per plane range asked for */
  struct range pierced_range[MAX_LAYERS];
  struct pierced pierced[MAX_LAYERS];
};

void regions_start(struct regions *regions, const struct grid *grid);
void regions_free(struct regions *regions);

/** Index of the neighbourhood of this distance, made if it is new. Errors: ERROR_FAILED without memory. */
int regions_near(struct regions *regions, double distance, size_t *index, struct error *error);

/** Index of the pierced cells on these planes, made if new. Errors: ERROR_FAILED without memory. */
int regions_pierced(struct regions *regions, struct range planes, size_t *index, struct error *error);

/** Add a session's channels. */
void regions_session(struct regions *regions, const struct punctures *punctures, const double *core);

/** Share of plane k's thickness within a band of depths [mm]; {0, 0} is all. */
double region_plane_share(const struct grid *grid, size_t k, const double depth[2]);
