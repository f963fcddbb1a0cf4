/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  What the control groups of this process leave it of memory, as Slurm and containers set them: of version 2 and version 1.
 */
#pragma once
#include <stddef.h>

/** A number in a file, in its line that begins with `key` and blanks; +infinity where there is none. */
double memory_group_number(const char *path, const char *key);

/** Memory that the groups of this process may still take together [byte]: of its own group and of those above, the one that leaves
 *  least. Cached files count as free, since they are given up when memory runs short. +infinity: no group has a limit.
 *  @param groups  the file that names the groups: /proc/self/cgroup
 *  @param root    where the groups are mounted: /sys/fs/cgroup */
double memory_group_available(const char *groups, const char *root);
