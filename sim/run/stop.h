/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Being asked to stop: SIGTERM, SIGINT, SIGUSR1 are noted, and acted on after the next step.
 */
#pragma once

/** Note these signals from now on; what was noted before stays. A second SIGINT ends the process at once. */
void stop_listen(void);

/** Name of the first signal that was noted, or NULL. */
const char *stop_signal(void);
