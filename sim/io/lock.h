/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  One writer per result folder: FOLDER/.mend.lock, made exclusively, holds the writer's process and host.
 */
#pragma once
#include "base/error.h"

/** Take the lock. One left behind by a process of this host that no longer lives is replaced.
 *  Errors: ERROR_FAILED: who holds it; or file and cause. */
int lock_take(const char *folder, struct error *error);

/** Give it back. */
void lock_release(const char *folder);
