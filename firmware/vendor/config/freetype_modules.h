/* freetype_modules.h - the FreeType modules we build: TrueType outlines and sfnt
 * tables. Set through FT_CONFIG_MODULES_H; no include guard, FreeType reads it as a list.
 * Layer: vendor. */
FT_USE_MODULE(FT_Driver_ClassRec, tt_driver_class)
FT_USE_MODULE(FT_Module_Class, sfnt_module_class)
