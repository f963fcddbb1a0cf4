/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Values of options that several commands have; what is wrong with one is said as argp says it, and ends the program.
 */
#pragma once
#include <argp.h>

/** A whole number from 1 to `most`. @param option  as the user wrote it, "--threads" */
long arguments_whole(struct argp_state *state, const char *text, const char *option, long most);

/** A wall time [s], 0 or more. */
double arguments_duration(struct argp_state *state, const char *text, const char *option);

/** What a parser does with all keys but its options, where a command takes one argument.
 *  @param name   what the argument is called, "STUDY"
 *  @param value  out; NULL before. @return what the parser returns */
error_t arguments_one(int key, char *argument, struct argp_state *state, const char *name, const char **value);
