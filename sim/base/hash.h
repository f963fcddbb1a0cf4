/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  FNV-1a with 64 bits (Fowler, Noll, Vo; IETF draft-eastlake-fnv): short names for long contents. Not for secrets.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(14695981039346656037)

/** @return the hash of what gave `hash`, followed by a byte, or a word that stands for one */
static inline uint64_t hash_step(uint64_t hash, uint64_t word) { return (hash ^ word) * UINT64_C(1099511628211); }

/** @return the same, followed by n bytes */
static inline uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n) {
  for (size_t i = 0; i < n; i++) hash = hash_step(hash, ((const unsigned char *)bytes)[i]);
  return hash;
}
