/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  One writer per result folder: FOLDER/.mend.lock holds the writer's process and host, and is locked by it: a writer that dies, in
 *  whatever way, leaves the file but not the lock.
 */
#pragma once
#include "base/error.h"

/** What lock_take leaves in place of a lock that another holds. */
enum { LOCK_BUSY = -2 };

/** Take the lock. A file left behind by a dead process of this host is taken over.
 *  @param lock  out: for lock_release; LOCK_BUSY: another holds it, or may
 *  Errors: ERROR_FAILED: who holds it; or file and cause. */
int lock_take(const char *folder, int *lock, struct error *error);

/** Give it back. */
void lock_release(const char *folder, int lock);
