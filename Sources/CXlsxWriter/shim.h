// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

#ifndef JIANWEI_CXLSXWRITER_SHIM_H
#define JIANWEI_CXLSXWRITER_SHIM_H

#include <xlsxwriter.h>

#endif
